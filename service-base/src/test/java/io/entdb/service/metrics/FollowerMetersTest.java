package io.entdb.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.follower.Follower;
import io.entdb.follower.FollowerParts;
import io.entdb.follower.HeldTenant;
import io.entdb.follower.SizeClass;
import io.entdb.follower.TenantPlace;
import io.entdb.follower.TenantSources;
import io.entdb.follower.TestSettings;
import io.entdb.model.TenantId;
import io.entdb.model.record.RebaseImage;
import io.entdb.service.traces.RecordTraces;
import io.entdb.wal.consumer.InMemoryWal;
import io.entdb.wal.consumer.WalRange;
import io.entdb.wal.consumer.WalTruncatedException;
import io.entdb.wal.consumer.WalUnavailableException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FollowerMetersTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final InMemoryWal wal = new InMemoryWal(2);
  private volatile Duration passed = Duration.ZERO;
  private final InstantSource clock = () -> Instant.now().plus(passed);

  private FollowerMeters meters() {
    return new FollowerMeters(registry, TestSettings.in(folder), RecordTraces.off(), clock);
  }

  private double value(String name) {
    return registry.get(name).gauge().value();
  }

  @Test
  void aFollowerThatNeverConnectedFallsBehindFromTheStart() {
    FollowerMeters meters = meters();
    assertThat(value("entdb_applier_lag_seconds")).isLessThan(5);
    passed = Duration.ofMinutes(10);
    assertThat(value("entdb_applier_lag_seconds")).isBetween(600.0, 610.0);
    assertThat(value("entdb_wal_reachable")).isZero();
    assertThat(meters).isNotNull();
  }

  /**
   * Goal: lags grow while brokers are away and nobody can tell how far the log has come. Method:
   * the log of a follower that is current goes away, and ten minutes pass.
   */
  @Test
  void lagsGrowWhileBrokersAreAwayAndFallWhenTheyAreBack() throws Exception {
    FollowerMeters meters = meters();
    var parts = new FollowerParts(wal, new NoSources(wal), meters, clock);
    try (Follower follower = Follower.onDemand(TestSettings.in(folder), parts, wal.tail())) {
      meters.watch(follower);
      wal.append(1, "acme", new byte[] {1}, clock.millis());
      await("it is current", () -> value("entdb_wal_reachable") == 1 && lag("1") < 5);
      await("its records are read", () -> line("entdb_wal_consumer_lag", "1") == 0);

      wal.setAvailable(false);
      passed = Duration.ofMinutes(10);
      await("it falls behind", () -> value("entdb_applier_lag_seconds") >= 600);
      assertThat(lag("0")).isGreaterThanOrEqualTo(600);
      assertThat(lag("1")).isGreaterThanOrEqualTo(600);
      await("the log cannot be reached", () -> value("entdb_wal_reachable") == 0);

      wal.setAvailable(true);
      await("it is current again", () -> value("entdb_applier_lag_seconds") < 5);
    }
  }

  @Test
  void whatAStoreTakesIsToldByHowLargeItIs() {
    FollowerMeters meters = meters();
    meters.read(SizeClass.HUGE, Duration.ofMillis(40));
    meters.read(SizeClass.HUGE, Duration.ofMillis(60));
    meters.committed(new TenantId("acme"), SizeClass.SMALL, List.of(), Duration.ofMillis(5));
    assertThat(queries("read", "huge").count()).isEqualTo(2);
    assertThat(queries("read", "huge").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(100);
    assertThat(queries("apply", "small").count()).isEqualTo(1);
    assertThat(queries("read", "small").count()).isZero();
    for (String size : List.of("small", "medium", "large", "huge")) {
      assertThat(stores(size)).as(size).isZero(); // There from the start, though nobody has any.
    }
  }

  /** Goal: every store counts in one class, measured as often as the settings say. */
  @Test
  void storesAreCountedByHowLargeTheyAre() throws Exception {
    FollowerMeters meters = meters();
    var parts = new FollowerParts(wal, new NoSources(wal), meters, clock);
    try (Follower follower = Follower.onDemand(TestSettings.in(folder), parts, wal.tail());
        HeldTenant held = follower.hold(new TenantPlace(new TenantId("acme"), 1, 0), SOON)) {
      meters.watch(follower);
      assertThat(held.state()).isNotNull();
      await("the store is counted", () -> stores("small") == 1);
      assertThat(stores("medium") + stores("large") + stores("huge")).isZero();
    }
  }

  private Timer queries(String operation, String size) {
    return registry
        .get("entdb_sqlite_query_duration_seconds")
        .tags("operation", operation, "size_class", size)
        .timer();
  }

  private double stores(String size) {
    return registry.get("entdb_sqlite_stores").tag("size_class", size).gauge().value();
  }

  private double lag(String partition) {
    return line("entdb_follower_lag_seconds", partition);
  }

  private double line(String name, String partition) {
    @Nullable Gauge gauge = registry.find(name).tag("partition", partition).gauge();
    return gauge == null ? Double.MAX_VALUE : gauge.value();
  }

  private static void await(String what, BooleanSupplier isSo) throws InterruptedException {
    long ends = System.nanoTime() + SOON.toNanos();
    while (!isSo.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(ends);
      Thread.sleep(20);
    }
  }

  /** A log without checkpoints. */
  private record NoSources(InMemoryWal wal) implements TenantSources {
    @Override
    public Optional<Manifest> newest(int partition) {
      return Optional.empty();
    }

    @Override
    public void image(RebaseImage image, Path file) {
      throw new IllegalStateException("no record of this log names an image");
    }

    @Override
    public Set<TenantId> tenants(int partition, long fromN, long toN) {
      return Set.of();
    }

    @Override
    public <E extends Exception> void records(
        TenantId tenant, int partition, long fromN, long toN, WalRange.Sink<E> sink)
        throws WalTruncatedException, WalUnavailableException, E {
      wal.read(partition, fromN, toN, tenant.value()::equals, sink);
    }
  }
}
