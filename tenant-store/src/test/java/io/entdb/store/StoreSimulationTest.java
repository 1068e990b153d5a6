package io.entdb.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.Authority;
import io.entdb.model.record.ControlOperation;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.RebaseImage;
import io.entdb.store.sqlite.Statements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a store that is killed at random points, also inside a commit, fed again and in any
 * batches, and rebuilt from images, ends where one left in peace ends. Method: one seed draws the
 * workload, batch sizes, redeliveries, crash points and images. {@code -Dentdb.seed} repeats a run,
 * {@code -Dentdb.seeds} sets how many there are.
 */
@Tag("simulation")
class StoreSimulationTest {
  private static final TenantId ACME = new TenantId("acme");

  /** A page cache so small that SQLite writes pages before the commit as well. */
  private static final StoreSettings SMALL = new StoreSettings(16, 16, 2);

  @TempDir Path folder;
  private Path image = Path.of("");

  static LongStream seeds() {
    long first = Long.getLong("entdb.seed", 0);
    int count = Integer.getInteger("entdb.seeds", first == 0 ? 1_000 : 1);
    return LongStream.range(first, first + count);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void crashesDoNotChangeTheState(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    List<LogEntry> log =
        withRebase(Workload.of(ACME, 1, random.nextInt(20, 120), random.split()), random.split());
    var calm = new ArrayList<String>();
    List<String> calmDump = runInPeace(log, calm);

    assertThat(runWithCrashes(log, calm, random.split())).isEqualTo(calmDump);
  }

  /** Puts a rebase to an earlier state into a log. */
  private List<LogEntry> withRebase(List<LogEntry> log, SplittableRandom random) throws Exception {
    int at = random.nextInt(2, log.size());
    Path file = folder.resolve("earlier.db");
    String digest;
    try (var store = TenantStore.open(file, ACME, StoreSettings.DEFAULT)) {
      store.apply(log.subList(0, random.nextInt(1, at)));
      digest = store.state().digest();
    }
    image = file;
    var operation =
        new ControlOperation.Rebased(new RebaseImage("images/x", "a".repeat(64), digest));
    var records = new Records(ACME, 1);
    LogEntry made =
        records.entry(Principal.INTERNAL, new Authority.Privileged(), "rebase", List.of(operation));
    var with = new ArrayList<>(log.subList(0, at));
    with.add(moved(made, at, log.get(at - 1).brokerTime()));
    for (LogEntry entry : log.subList(at, log.size())) {
      with.add(moved(entry, with.size(), entry.brokerTime()));
    }
    return with;
  }

  private static LogEntry moved(LogEntry entry, int n, long time) {
    return new LogEntry(
        new WalPosition(1, n), 0, time, entry.key(), entry.value(), entry.headers());
  }

  /** Applies one by one; notes the digest after each. */
  private List<String> runInPeace(List<LogEntry> log, List<String> digests) throws Exception {
    try (var store = TenantStore.open(folder.resolve("calm.db"), ACME, StoreSettings.DEFAULT)) {
      for (LogEntry entry : log) {
        store.apply(List.of(entry), _ -> image);
        digests.add(store.state().digest());
      }
      assertThat(store.recomputeDigest()).isEqualTo(store.state().digest());
      return dump(store);
    }
  }

  private List<String> runWithCrashes(
      List<LogEntry> log, List<String> calm, SplittableRandom random) throws Exception {
    var life = new Life(folder, image, random);
    while (life.store.state().n() < log.size() - 1) {
      int next = (int) life.store.state().n() + 1;
      int from = Math.max(0, next - random.nextInt(4));
      int to = Math.min(log.size(), next + random.nextInt(1, 20));
      life.applyOrCrash(log.subList(from, to));
      int reached = (int) life.store.state().n();
      if (reached >= 0) {
        assertThat(life.store.state().digest()).isEqualTo(calm.get(reached));
      }
      if (random.nextInt(15) == 0) {
        life.restartFromImage();
      }
    }
    try (var store = life.store) {
      assertThat(store.recomputeDigest()).isEqualTo(store.state().digest());
      return dump(store);
    }
  }

  private static List<String> dump(TenantStore store) throws StoreException {
    var lines = new ArrayList<String>();
    store.dump(lines::add);
    return lines;
  }

  /** The process is killed here: nothing after this line runs in it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** A store that now and then is killed while it works, and goes on from what its files held. */
  private static final class Life {
    private final Path folder;
    private final Path image;
    private final SplittableRandom random;
    private int lives;
    private Path file;
    TenantStore store;
    private int statementsLeft = Integer.MAX_VALUE;

    Life(Path folder, Path image, SplittableRandom random) throws StoreException {
      this.folder = folder;
      this.image = image;
      this.random = random;
      this.file = nextFile();
      this.store = open(false);
    }

    void applyOrCrash(List<LogEntry> entries) throws Exception {
      statementsLeft = random.nextInt(3) == 0 ? random.nextInt(1, 200) : Integer.MAX_VALUE;
      TenantStore before = store;
      try {
        store.apply(entries, _ -> image);
      } catch (Killed killed) {
        store = open(false); // On the copy that was taken at the moment of death.
        closeCorpse(before);
      } finally {
        statementsLeft = Integer.MAX_VALUE;
      }
    }

    void restartFromImage() throws Exception {
      Path image = nextFile();
      String digest;
      try (PinnedFile pinned = store.pin()) {
        Files.copy(pinned.path(), image);
        digest = pinned.state().digest();
      }
      store.close();
      file = image;
      store = open(true);
      assertThat(store.state().digest()).isEqualTo(digest);
    }

    private TenantStore open(boolean adopt) throws StoreException {
      return TenantStore.opened(file, ACME, SMALL, adopt, MortalStatements::new);
    }

    private Path nextFile() {
      return folder.resolve("life-" + lives++ + ".db");
    }

    /** Its handles must go, or the test runs out of them; its files are nobody's any more. */
    private static void closeCorpse(TenantStore corpse) throws StoreException {
      corpse.close();
    }

    private final class MortalStatements extends Statements {
      MortalStatements(Connection connection) {
        super(connection);
      }

      @Override
      protected void running(String sql) {
        if (--statementsLeft == 0) {
          Path copy = nextFile();
          copyIfThere(file, copy);
          copyIfThere(
              file.resolveSibling(file.getFileName() + "-wal"),
              copy.resolveSibling(copy.getFileName() + "-wal"));
          file = copy;
          throw new Killed();
        }
      }
    }

    private static void copyIfThere(Path from, Path to) {
      try {
        if (Files.exists(from)) {
          Files.copy(from, to);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
