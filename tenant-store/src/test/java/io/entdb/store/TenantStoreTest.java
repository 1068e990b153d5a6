package io.entdb.store;

import static io.entdb.store.Shop.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.model.NodeId;
import io.entdb.model.TenantId;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RefusalCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file of a store promises. */
class TenantStoreTest {
  private static final TenantId ACME = new TenantId("acme");

  @TempDir Path folder;
  private final Records records = new Records(ACME, 1);
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("acme.db");
  }

  @Test
  void aStoreIsFoundAgainAsItWasLeft() throws Exception {
    StoreState left;
    try (var store = open()) {
      store.apply(List.of(records.opening(Shop.SCHEMA), records.plan(person("n1", "a"))));
      left = store.state();
    }
    try (var store = open()) {
      assertThat(store.state()).isEqualTo(left);
    }
  }

  @Test
  void recordsThatWereAppliedArePassedOver() throws Exception {
    LogEntry opening = records.opening(Shop.SCHEMA);
    LogEntry plan = records.plan(person("n1", "a"));
    try (var store = open()) {
      store.apply(List.of(opening));
      String digest = store.state().digest();

      assertThat(store.apply(List.of(opening))).isEmpty();
      assertThat(store.state().digest()).isEqualTo(digest);
      assertThat(store.apply(List.of(opening, plan))).hasSize(1);
    }
  }

  @Test
  void aRecordThatIsNoRecordIsNamedAndTheOnesBeforeItStay() throws Exception {
    LogEntry opening = records.opening(Shop.SCHEMA);
    LogEntry plan = records.plan(person("n1", "a"));
    LogEntry garbage = records.raw(new byte[] {1, 2, 3});
    try (var store = open()) {
      assertThatThrownBy(() -> store.apply(List.of(opening, plan, garbage)))
          .isInstanceOfSatisfying(
              RecordFaultException.class,
              fault -> assertThat(fault.position()).isEqualTo(garbage.position()));

      assertThat(store.state().position()).contains(plan.position());
      assertThat(node(store, "n1")).isTrue();
    }
  }

  @Test
  void aRecordOfAnotherLifeIsTurnedAwayWithoutATrace() throws Exception {
    LogEntry early = records.plan(person("n1", "a"));
    try (var store = open()) {
      Outcome outcome = store.apply(List.of(early)).getFirst().outcome();

      assertThat(((Outcome.Refused) outcome).code()).isEqualTo(RefusalCode.NOT_FOUND);
      var lines = new ArrayList<String>();
      store.dump(lines::add);
      assertThat(lines).hasSize(1);
    }
  }

  @Test
  void aFileOfAnotherBootIsRefusedUnlessItIsAdopted() throws Exception {
    open().close();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE file SET boot_id = 'yesterday'");
    }

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another boot");
    TenantStore.adopt(file, ACME, StoreSettings.DEFAULT).close();
    open().close();
  }

  @Test
  void aFileOfAnotherTenantIsRefused() throws Exception {
    try (var store = open()) {
      store.apply(List.of(records.opening(Shop.SCHEMA)));
    }
    assertThatThrownBy(() -> TenantStore.open(file, new TenantId("other"), StoreSettings.DEFAULT))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("belongs to tenant acme");
  }

  @Test
  void aFileOfANewerLayoutIsRefused() throws Exception {
    open().close();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA user_version = 999");
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("layout 999");
  }

  @Test
  void aDamagedFileIsRefusedOrFailsAndCanBeDiscarded() throws Exception {
    Files.write(file, new byte[8192]);
    Files.writeString(file, "this is no database, but it is long enough to look like one");

    assertThatThrownBy(this::open).isInstanceOf(StoreException.class);
    TenantStore.discard(file);
    open().close();
  }

  @Test
  void aPinnedFileStaysAnImageWhileCommitsGoOn() throws Exception {
    Path image = folder.resolve("image.db");
    try (var store = open()) {
      List<LogEntry> log = Workload.of(ACME, 1, 2_000, new SplittableRandom(7));
      store.apply(log.subList(0, 500));
      StoreState then;
      try (PinnedFile pinned = store.pin()) {
        then = pinned.state();
        store.apply(log.subList(500, log.size()));
        Files.copy(pinned.path(), image);
      }
      try (var copy = TenantStore.adopt(image, ACME, StoreSettings.DEFAULT)) {
        assertThat(copy.state()).isEqualTo(then);
        assertThat(copy.recomputeDigest()).isEqualTo(then.digest());
        copy.apply(log.subList(500, log.size()));
        assertThat(copy.state()).isEqualTo(store.state());
      }
    }
  }

  @Test
  void aReadingSeesOneStateWhileOthersCommit() throws Exception {
    try (var store = open()) {
      store.apply(List.of(records.opening(Shop.SCHEMA), records.plan(person("n1", "a"))));
      StoreState before = store.state();
      LogEntry next = records.plan(person("n2", "b"));

      boolean sawTheLaterNode =
          store.read(
              Viewer.INTERNAL,
              reader -> {
                applyUnchecked(store, next);
                assertThat(reader.state().position()).isEqualTo(before.position());
                assertThat(reader.state().digest()).isEqualTo(before.digest());
                return reader.node(new NodeId("n2"), false).isPresent();
              });

      assertThat(sawTheLaterNode).isFalse();
      assertThat(node(store, "n2")).isTrue();
    }
  }

  private static void applyUnchecked(TenantStore store, LogEntry entry) {
    try {
      store.apply(List.of(entry));
    } catch (RecordFaultException | StoreException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean node(TenantStore store, String id) throws StoreException {
    return store.read(Viewer.INTERNAL, it -> it.node(new NodeId(id), false).isPresent());
  }

  private TenantStore open() throws StoreException {
    return TenantStore.open(file, ACME, StoreSettings.DEFAULT);
  }
}
