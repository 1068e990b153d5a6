package io.entdb.follower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.model.record.LogEntry;
import io.entdb.store.StoreException;
import io.entdb.wal.consumer.InMemoryWal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A follower with its threads over the log in memory. */
class FollowerTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir Path folder;
  private final InMemoryWal wal = new InMemoryWal(2);
  private final TestSources sources = new TestSources(wal);
  private final List<String> stops = new CopyOnWriteArrayList<>();
  private final List<Follower> followers = new ArrayList<>();

  @AfterEach
  void close() {
    wal.setAvailable(true);
    followers.forEach(Follower::close);
  }

  private Follower start(FollowerSettings settings) {
    return start(settings, partition -> true);
  }

  private Follower start(FollowerSettings settings, IntPredicate wanted) {
    var listener =
        new FollowerListener() {
          @Override
          public void partitionStopped(int partition, String reason) {
            stops.add(partition + ": " + reason);
          }
        };
    var parts = new FollowerParts(wal, sources, listener, InstantSource.system());
    var follower = Follower.onDemand(settings, parts, wal.tail(), wanted);
    followers.add(follower);
    return follower;
  }

  private Follower start() {
    return start(TestSettings.in(folder));
  }

  private static void awaitTrue(Condition condition) throws Exception {
    long ends = System.nanoTime() + LONG.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(ends);
      Thread.sleep(10);
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  @Test
  void aTenantIsBuiltWhenFirstAskedForAndCurrentFromThenOn() throws Exception {
    var acme = WrittenTenant.open(wal, "acme", 1);
    acme.write();
    Follower follower = start();

    try (HeldTenant held = follower.hold(acme.place(), LONG)) {
      assertThat(WrittenTenant.personsIn(held)).isEqualTo(1);
      long n = acme.write();
      assertThat(held.await(n, LONG)).isTrue();
      assertThat(WrittenTenant.personsIn(held)).isEqualTo(2);
      assertThat(held.state().n()).isEqualTo(n);
    }
  }

  @Test
  void aWaiterIsWokenByTheTailWhenTheTenantHasNothingMore() throws Exception {
    var acme = WrittenTenant.open(wal, "acme", 1);
    var other = WrittenTenant.open(wal, "other", 1);
    Follower follower = start();

    try (HeldTenant held = follower.hold(acme.place(), LONG)) {
      assertThat(held.await(follower.presentEndN(1) + 1, SHORT)).isFalse();
      long n = other.write();
      assertThat(held.await(n, LONG)).isTrue();
      assertThat(held.state().n()).isLessThan(n);
    }
  }

  @Test
  void aTenantThatIsBeingBuiltHoldsUpNobodyElse() throws Exception {
    var slow = WrittenTenant.open(wal, "slow", 1);
    var acme = WrittenTenant.open(wal, "acme", 1);
    sources.holdBack(slow.place().tenant());
    Follower follower = start();

    assertThatThrownBy(() -> follower.hold(slow.place(), SHORT))
        .isInstanceOf(HydratingException.class);
    try (HeldTenant held = follower.hold(acme.place(), LONG)) {
      for (int i = 0; i < 600; i++) { // More than may wait for the slow one.
        slow.write();
      }
      assertThat(held.await(acme.write(), LONG)).isTrue();
    }

    sources.letGo(slow.place().tenant());
    try (HeldTenant held = follower.hold(slow.place(), LONG)) {
      assertThat(held.await(follower.presentEndN(1), LONG)).isTrue();
      assertThat(WrittenTenant.personsIn(held)).isEqualTo(600);
    }
  }

  @Test
  void aRestartGoesOnFromTheDisk() throws Exception {
    var acme = WrittenTenant.open(wal, "acme", 1);
    acme.write();
    Follower first = start();
    first.hold(acme.place(), LONG).close();
    first.close();
    int reads = sources.reads();
    acme.write();

    Follower second = start();
    try (HeldTenant held = second.hold(acme.place(), LONG)) {
      assertThat(held.await(second.presentEndN(1), LONG)).isTrue();
      assertThat(WrittenTenant.personsIn(held)).isEqualTo(2);
    }
    assertThat(sources.reads()).isEqualTo(reads);
  }

  @Test
  void aRecordThatCannotBeReadParksItsTenantOnly() throws Exception {
    var bad = WrittenTenant.open(wal, "bad", 1);
    var acme = WrittenTenant.open(wal, "acme", 1);
    bad.write();
    Follower follower = start();

    try (HeldTenant held = follower.hold(bad.place(), LONG);
        HeldTenant good = follower.hold(acme.place(), LONG)) {
      long unreadable = bad.writeUnreadable();
      long after = bad.write();
      assertThatThrownBy(() -> held.await(after, LONG)).isInstanceOf(TenantParkedException.class);
      assertThat(held.await(unreadable - 1, LONG)).isTrue();
      assertThat(WrittenTenant.personsIn(held)).isEqualTo(1);
      assertThat(good.await(acme.write(), LONG)).isTrue();
      assertThat(follower.parked()).hasSize(1);
      assertThat(follower.parked().getFirst().position().n()).isEqualTo(unreadable);
      awaitTrue(() -> follower.parked().getFirst().recordsBehind() == 1);
    }
  }

  @Test
  void anotherBinaryGetsAParkedTenantGoing() throws Exception {
    var acme = WrittenTenant.open(wal, "acme", 1);
    long n = acme.write();
    acme.write();
    wal.setLens(
        entry ->
            entry.position().n() == n && entry.position().partition() == 1
                ? new LogEntry(
                    entry.position(), 0, entry.brokerTime(), entry.key(), new byte[] {1}, List.of())
                : entry);
    Follower old = start();
    try (HeldTenant held = old.hold(acme.place(), LONG)) {
      assertThat(held.parked()).isPresent();
      assertThat(WrittenTenant.personsIn(held)).isZero();
    }
    old.close();

    wal.setLens(entry -> entry);
    Follower fixed = start();
    try (HeldTenant held = fixed.hold(acme.place(), LONG)) {
      awaitTrue(() -> held.parked().isEmpty());
      assertThat(held.await(fixed.presentEndN(1), LONG)).isTrue();
      assertThat(WrittenTenant.personsIn(held)).isEqualTo(2);
    }
  }

  @Test
  void aDamagedFileIsBuiltAgainForItsReaders() throws Exception {
    var acme = WrittenTenant.open(wal, "acme", 1);
    acme.write();
    Follower first = start();
    first.hold(acme.place(), LONG).close();
    first.close();
    Files.writeString(folder.resolve("p=1/acme.db"), "this is no database");

    Follower second = start();
    try (HeldTenant held = second.hold(acme.place(), LONG)) {
      assertThat(WrittenTenant.personsIn(held)).isEqualTo(1);
    }
  }

  @Test
  void anAddedPartitionIsFollowedWhenItIsAskedFor() throws Exception {
    Follower follower = start();
    wal.addPartitions(4);
    var acme = WrittenTenant.open(wal, "acme", 3);

    try (HeldTenant held = follower.hold(acme.place(), LONG)) {
      assertThat(held.await(acme.write(), LONG)).isTrue();
    }
    assertThat(follower.partitionCount()).isEqualTo(4);
    assertThatThrownBy(() -> follower.hold(new TenantPlace(acme.place().tenant(), 9, 0), SHORT))
        .isInstanceOf(FollowerUnavailableException.class);
  }

  @Test
  void somePartitionsAreFollowedAndNothingIsKeptOfOthers() throws Exception {
    var acme = WrittenTenant.open(wal, "acme", 1);
    wal.addPartitions(4);
    var other = WrittenTenant.open(wal, "other", 3);
    Follower all = start();
    all.hold(acme.place(), LONG).close();
    all.hold(other.place(), LONG).close();
    awaitTrue(() -> Folder.partitions(folder).size() == 4);
    all.close();

    Follower some = start(TestSettings.in(folder), partition -> partition != 3 && partition != 5);
    try (HeldTenant held = some.hold(acme.place(), LONG)) {
      assertThat(held.await(acme.write(), LONG)).isTrue();
    }
    assertThatThrownBy(() -> some.hold(other.place(), SHORT))
        .isInstanceOf(FollowerUnavailableException.class);
    awaitTrue(() -> !Folder.partitions(folder).contains(3));
    assertThat(some.followedN(3)).isNegative();
    assertThat(some.presentEndN(3)).isNotNegative();

    wal.addPartitions(6);
    awaitTrue(() -> some.partitionCount() == 6);
    awaitTrue(
        () ->
            some.stats().partitions().stream()
                .map(FollowerStats.PartitionStats::partition)
                .toList()
                .equals(List.of(0, 1, 2, 4)));
    assertThat(Folder.partitions(folder)).contains(1, 2, 4).doesNotContain(3, 5);
  }

  @Test
  void beingBehindGrowsWhileNobodyKnowsWhereTheLogEnds() throws Exception {
    Follower follower = start();
    awaitTrue(() -> follower.followedN(1) == follower.presentEndN(1));
    awaitTrue(() -> follower.behind(1).compareTo(Duration.ofMillis(400)) < 0);

    wal.setAvailable(false);
    Thread.sleep(1_000);
    assertThat(follower.behind(1)).isGreaterThan(Duration.ofMillis(700));
    assertThatThrownBy(() -> follower.presentEndN(1))
        .isInstanceOf(FollowerUnavailableException.class);

    wal.setAvailable(true);
    awaitTrue(() -> follower.behind(1).compareTo(Duration.ofMillis(400)) < 0);
  }

  @Test
  void aLogThatLostRecordsStopsThePartitionAndSaysSo() throws Exception {
    var acme = WrittenTenant.open(wal, "acme", 1);
    long n = acme.write();
    Follower first = start();
    first.hold(acme.place(), LONG).close();
    first.close();
    wal.cut(1, n);

    Follower second = start();
    awaitTrue(() -> !stops.isEmpty());
    assertThat(stops.getFirst()).startsWith("1:");
    assertThatThrownBy(() -> second.hold(acme.place(), SHORT))
        .isInstanceOf(FollowerUnavailableException.class);
  }

  @Test
  void tenantsWithoutALeaseAreDroppedWhenTheDiskIsFull() throws Exception {
    var tenants = new ArrayList<WrittenTenant>();
    for (int i = 0; i < 6; i++) {
      tenants.add(WrittenTenant.open(wal, "tenant" + i, 1));
      tenants.getLast().write();
    }
    Follower follower = start(TestSettings.in(folder).withDiskBytesMax(600_000));
    try (HeldTenant held = follower.hold(tenants.getFirst().place(), LONG)) {
      for (WrittenTenant tenant : tenants) {
        follower.hold(tenant.place(), LONG).close();
      }
      awaitTrue(() -> filesIn("p=1") < 5);
      assertThat(WrittenTenant.personsIn(held)).isEqualTo(1);
    }
    for (WrittenTenant tenant : tenants) {
      try (HeldTenant held = follower.hold(tenant.place(), LONG)) {
        assertThat(WrittenTenant.personsIn(held)).isEqualTo(1);
      }
    }
  }

  private long filesIn(String name) throws IOException {
    try (var files = Files.newDirectoryStream(folder.resolve(name), "*.db")) {
      long count = 0;
      for (Path _ : files) {
        count++;
      }
      return count;
    }
  }

  @Test
  @Tag("full")
  void tenThousandTenantsFitIntoTwoHundredOpenFiles() throws Exception {
    var tenants = new ArrayList<WrittenTenant>();
    for (int i = 0; i < 10_000; i++) {
      tenants.add(WrittenTenant.open(wal, "tenant" + i, i % 2));
    }
    Follower follower = start(TestSettings.in(folder).withOpenStoresMax(200));
    for (WrittenTenant tenant : tenants) {
      follower.hold(tenant.place(), LONG).close();
    }
    for (WrittenTenant tenant : tenants) {
      tenant.write();
    }
    for (WrittenTenant tenant : tenants) {
      try (HeldTenant held = follower.hold(tenant.place(), LONG)) {
        assertThat(held.await(follower.presentEndN(tenant.place().partition()), LONG)).isTrue();
        assertThat(personsIn(held)).isEqualTo(1);
      }
    }
    assertThat(follower.stats().openStores()).isLessThanOrEqualTo(210);
    assertThat(follower.stats().heldTenants()).isEqualTo(10_000);
  }

  private static int personsIn(HeldTenant held) throws StoreException {
    return WrittenTenant.personsIn(held);
  }
}
