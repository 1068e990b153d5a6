package io.entdb.applier.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.applier.checkpoint.Checkpointer.Result;
import io.entdb.backup.CheckpointManifest;
import io.entdb.backup.Checkpoints;
import io.entdb.backup.RebaseImages;
import io.entdb.backup.TenantCheckpoint;
import io.entdb.backup.archive.Archive;
import io.entdb.follower.CheckpointSources;
import io.entdb.follower.Follower;
import io.entdb.follower.FollowerListener;
import io.entdb.follower.FollowerParts;
import io.entdb.follower.TestSettings;
import io.entdb.model.TenantId;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.objects.ObjectEntry;
import io.entdb.store.StoreSettings;
import io.entdb.store.TenantStore;
import io.entdb.store.Workload;
import io.entdb.wal.consumer.InMemoryTail;
import io.entdb.wal.consumer.InMemoryWal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Appliers that take over from each other through checkpoints alone. */
class CheckpointerTest {
  private static final int PARTITION = 1;
  private static final Duration LONG = Duration.ofSeconds(20);

  /** More than an image's greatest age. */
  private static final long HALF_AN_HOUR_MS = 30 * 60 * 1_000;

  @TempDir Path folder;
  private final AtomicLong now = new AtomicLong(1_800_000_000_000L);
  private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
  private final InMemoryWal wal = new InMemoryWal(2);
  private final InMemoryObjectStore objects = new InMemoryObjectStore(clock);
  private final Checkpoints checkpoints = new Checkpoints(objects, clock);
  private final ExecutorService uploads = Executors.newFixedThreadPool(2);
  private final List<Follower> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(Follower::close);
    uploads.shutdownNow();
  }

  /** An applier with a disk of its own that owns the partition. */
  private Follower applier(String disk) {
    var sources =
        new CheckpointSources(
            checkpoints, new Archive(objects, clock), new RebaseImages(objects, clock), wal);
    var parts = new FollowerParts(wal, sources, FollowerListener.NONE, clock);
    InMemoryTail tail = wal.tail();
    var follower = Follower.owning(TestSettings.in(folder.resolve(disk)), parts, tail);
    open.add(follower);
    tail.assign(PARTITION);
    return follower;
  }

  private Checkpointer checkpointer(Follower follower) {
    return new Checkpointer(follower.owned(), checkpoints, uploads, clock);
  }

  private List<LogEntry> write(String tenant, int records, long seed) {
    return appendAll(
        Workload.of(new TenantId(tenant), PARTITION, records, new SplittableRandom(seed)));
  }

  private List<LogEntry> appendAll(List<LogEntry> entries) {
    return new ArrayList<>(entries.stream().map(this::append).toList());
  }

  private LogEntry append(LogEntry entry) {
    return wal.append(PARTITION, entry.key(), entry.value(), entry.brokerTime());
  }

  private void awaitCommitted(Follower follower) throws Exception {
    long end = wal.entries(PARTITION).getLast().position().n();
    long ends = System.nanoTime() + LONG.toNanos();
    while (follower.owned().standings(PARTITION).map(s -> s.n() < end).orElse(true)) {
      assertThat(System.nanoTime()).as("in time").isLessThan(ends);
      Thread.sleep(5);
    }
  }

  /** How many images a checkpoint with news uploads. */
  private static int images(Checkpointer checkpointer) throws Exception {
    return ((Result.Published) checkpointer.checkpoint(PARTITION)).images();
  }

  private CheckpointManifest newest() throws Exception {
    return checkpoints.newest(PARTITION).orElseThrow();
  }

  private TenantCheckpoint mark(String tenant) throws Exception {
    return newest().tenants().stream()
        .filter(mark -> mark.tenant().value().equals(tenant))
        .findFirst()
        .orElseThrow();
  }

  /** The digest that a log gives by itself. */
  private String digestOf(List<LogEntry> log) throws Exception {
    Path file = folder.resolve("calm-" + log.size() + "-" + log.getFirst().key() + ".db");
    var tenant = new TenantId(log.getFirst().key());
    try (var store = TenantStore.open(file, tenant, StoreSettings.DEFAULT)) {
      store.apply(log);
      return store.state().digest();
    }
  }

  @Test
  void aCheckpointIsCompleteAndNamesEveryTenantsState() throws Exception {
    List<LogEntry> acme = write("acme", 30, 1);
    List<LogEntry> umbrella = write("umbrella", 20, 2);
    Follower applier = applier("a");
    awaitCommitted(applier);

    Result result = checkpointer(applier).checkpoint(PARTITION);

    long end = wal.entries(PARTITION).getLast().position().n();
    assertThat(result).isEqualTo(new Result.Published(end, 2, 2));
    assertThat(mark("acme").digest()).isEqualTo(digestOf(acme));
    assertThat(mark("acme").lastRecordN()).isEqualTo(acme.getLast().position().n());
    assertThat(mark("umbrella").digest()).isEqualTo(digestOf(umbrella));
    assertThat(checkpointer(applier).checkpoint(PARTITION)).isEqualTo(new Result.NothingNew());
  }

  @Test
  void anOldTailMakesForAnImageFromWhichAnotherApplierGoesOn() throws Exception {
    List<LogEntry> script =
        Workload.of(new TenantId("acme"), PARTITION, 45, new SplittableRandom(1));
    List<LogEntry> acme = appendAll(script.subList(0, 20));
    List<LogEntry> idle = write("idle", 10, 2);
    Follower first = applier("a");
    Checkpointer checkpointer = checkpointer(first);
    awaitCommitted(first);
    assertThat(images(checkpointer)).as("each tenant's first").isEqualTo(2);
    acme.addAll(appendAll(script.subList(20, 30)));
    awaitCommitted(first);
    assertThat(images(checkpointer)).as("a short tail is cheaper").isZero();
    now.addAndGet(HALF_AN_HOUR_MS);
    write("other", 1, 3);
    awaitCommitted(first);
    assertThat(images(checkpointer)).as("acme's tail is old, other is new").isEqualTo(2);
    first.close();
    wal.forgetBefore(PARTITION, newest().n() + 1);

    Follower second = applier("b");
    acme.addAll(appendAll(script.subList(30, 46)));
    awaitCommitted(second);
    assertThat(images(checkpointer(second))).isZero();

    assertThat(mark("acme").digest()).isEqualTo(digestOf(acme));
    assertThat(mark("idle").digest()).isEqualTo(digestOf(idle));
    assertThat(mark("idle").lastRecordN()).isEqualTo(idle.getLast().position().n());
    assertThat(second.stats().heldTenants()).isLessThan(3);
  }

  @Test
  void aParkedTenantStandsInTheCheckpointWithTheRecordItStandsAt() throws Exception {
    List<LogEntry> acme = write("acme", 10, 1);
    LogEntry bad = wal.append(PARTITION, "acme", new byte[] {1, 2, 3}, acme.getLast().brokerTime());
    write("umbrella", 5, 2);
    Follower applier = applier("a");
    awaitCommitted(applier);

    checkpointer(applier).checkpoint(PARTITION);

    assertThat(mark("acme").parked().orElseThrow().n()).isEqualTo(bad.position().n());
    assertThat(mark("acme").digest()).isEqualTo(digestOf(acme));
    assertThat(mark("umbrella").parked()).isEmpty();
  }

  /**
   * Goal: nobody takes a checkpoint for complete that is not. Method: an applier goes on from a
   * checkpoint with a tenant that is quiet since; all checkpoints are lost; the next one must have
   * that tenant again, with its digest.
   */
  @Test
  void lostCheckpointsAreMadeAgainWithAllTenants() throws Exception {
    List<LogEntry> quiet = write("quiet", 10, 1);
    List<LogEntry> acme = write("acme", 10, 2);
    Follower first = applier("a");
    awaitCommitted(first);
    images(checkpointer(first));
    first.close();
    Follower second = applier("b");
    Checkpointer checkpointer = checkpointer(second);
    write("other", 3, 3);
    awaitCommitted(second);
    assertThat(images(checkpointer)).isEqualTo(1);
    assertThat(second.stats().heldTenants())
        .as("the others are as the checkpoint says")
        .isEqualTo(1);

    removeAll("checkpoints/");
    write("late", 3, 4);
    awaitCommitted(second);
    assertThat(checkpointer.checkpoint(PARTITION)).isInstanceOf(Result.Lost.class);
    assertThat(checkpoints.newest(PARTITION)).isEmpty();

    awaitPublished(checkpointer);
    assertThat(newest().tenants()).hasSize(4);
    assertThat(mark("quiet").digest()).isEqualTo(digestOf(quiet));
    assertThat(mark("quiet").image()).isPresent();
    assertThat(mark("acme").digest()).isEqualTo(digestOf(acme));
  }

  @Test
  void anApplierThatResumesWithLostCheckpointsDoesNotPublishAPart() throws Exception {
    List<LogEntry> quiet = write("quiet", 10, 1);
    Follower first = applier("a");
    awaitCommitted(first);
    images(checkpointer(first));
    first.close();
    Follower second = applier("b");
    write("other", 3, 3);
    awaitCommitted(second);
    images(checkpointer(second));
    second.close();
    removeAll("checkpoints/");

    Follower again = applier("b");
    write("late", 3, 4);
    awaitCommitted(again);
    Checkpointer checkpointer = checkpointer(again);
    assertThat(checkpointer.checkpoint(PARTITION)).isInstanceOf(Result.Lost.class);
    awaitPublished(checkpointer);
    assertThat(mark("quiet").digest()).isEqualTo(digestOf(quiet));
    assertThat(newest().tenants()).hasSize(3);
  }

  @Test
  void aTenantWhoseImageIsLostIsBuiltFromItsLog() throws Exception {
    List<LogEntry> acme = write("acme", 20, 1);
    Follower first = applier("a");
    awaitCommitted(first);
    images(checkpointer(first));
    first.close();
    removeAll("checkpoints/chunks/");

    Follower second = applier("b");
    LogEntry later = append(acme.getLast());
    awaitCommitted(second);
    assertThat(second.owned().standings(PARTITION).orElseThrow().tenants())
        .singleElement()
        .satisfies(
            standing -> {
              assertThat(standing.state().n()).isEqualTo(later.position().n());
              assertThat(standing.state().digest()).isEqualTo(digestOf(with(acme, later)));
            });
  }

  private static List<LogEntry> with(List<LogEntry> entries, LogEntry last) {
    var all = new ArrayList<LogEntry>(entries);
    all.add(last);
    return all;
  }

  private void removeAll(String prefix) throws Exception {
    List<ObjectEntry> entries = objects.list(prefix, "");
    assertThat(entries).isNotEmpty();
    for (ObjectEntry entry : entries) {
      objects.delete(entry.name());
    }
  }

  /** A partition begins again after some seconds. */
  private void awaitPublished(Checkpointer checkpointer) throws Exception {
    long end = wal.entries(PARTITION).getLast().position().n();
    long ends = System.nanoTime() + LONG.toNanos();
    while (!(checkpointer.checkpoint(PARTITION) instanceof Result.Published published)
        || published.n() < end) {
      assertThat(System.nanoTime()).as("in time").isLessThan(ends);
      now.addAndGet(1_000);
      Thread.sleep(20);
    }
  }

  @Test
  void aPartitionThatIsNotOwnedIsNotCheckpointed() throws Exception {
    Follower applier = applier("a");
    assertThat(checkpointer(applier).checkpoint(0)).isEqualTo(new Result.NotNow());
  }
}
