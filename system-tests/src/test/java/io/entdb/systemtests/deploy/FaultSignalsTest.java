package io.entdb.systemtests.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.model.WalPosition;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.LogAppends;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.Runs;
import io.entdb.systemtests.support.SharedStack;
import io.entdb.systemtests.support.WholeLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fault by fault, what operators see and who calls them. What takes hours is tested by promtool
 * alone ({@code deploy/prometheus/tests}).
 */
@ExtendWith(SharedStack.class)
final class FaultSignalsTest {
  private static final Duration SOON = Duration.ofSeconds(45);

  /** What the disk budget leaves for tenants: more than SQLite's journal of the directory takes. */
  private static final long ROOM_BYTES = 8 << 20;

  /** So many of these do not fit. */
  private static final int LARGE_NOTES = 8;

  private static final int LARGE_NOTE_BYTES = 2_000_000;

  /** Together they fail more than ten times a minute. */
  private static final int WRITERS = 12;

  /**
   * What a fault has to bring about.
   *
   * @param seen what the metric shows now: an expression that gives something
   */
  private record Signal(String alert, Part service, String seen) {
    boolean isGiven(Prometheus prometheus) {
      return isFiring(prometheus) && prometheus.count(seen) > 0;
    }

    boolean isFiring(Prometheus prometheus) {
      return prometheus.isFiring(alert, Prometheus.service(service));
    }

    @Override
    public String toString() {
      return alert + " of " + Prometheus.service(service);
    }
  }

  private static Signal signal(String alert, Part service, String metric, String condition) {
    return new Signal(
        alert,
        service,
        "%s{service=\"%s\"} %s".formatted(metric, Prometheus.service(service), condition));
  }

  private static final List<Signal> PARKED =
      List.of(
          signal("EntdbTenantParked", Part.GATEWAY, "entdb_follower_parked_tenants", "> 0"),
          signal("EntdbTenantParked", Part.APPLIER, "entdb_follower_parked_tenants", "> 0"));

  private static final List<Signal> BUDGET_EXHAUSTED =
      List.of(
          signal(
              "EntdbDiskBudget",
              Part.GATEWAY,
              "entdb_sqlite_disk_bytes",
              "> entdb_sqlite_disk_budget_bytes"));

  private static final List<Signal> STOPPED =
      List.of(
          signal("EntdbTargetDown", Part.APPLIER, "up", "== 0"),
          signal("EntdbServiceAbsent", Part.APPLIER, "up", "== 0"),
          signal("EntdbTargetDown", Part.ARCHIVER, "up", "== 0"),
          signal("EntdbServiceAbsent", Part.ARCHIVER, "up", "== 0"));

  private static final List<Signal> S3_AWAY =
      List.of(
          signal("EntdbNotReady", Part.APPLIER, "entdb_ready", "== 0"),
          signal("EntdbNotReady", Part.ARCHIVER, "entdb_ready", "== 0"),
          signal("EntdbNotReady", Part.SNAPSHOTTER, "entdb_ready", "== 0"),
          signal(
              "EntdbS3Failing",
              Part.APPLIER,
              "service_operation:entdb_s3_failures:per_minute",
              "> 10"));

  private static final List<Signal> BROKER_AWAY =
      List.of(
          signal("EntdbWalUnreachable", Part.GATEWAY, "entdb_wal_reachable", "== 0"),
          signal("EntdbWalUnreachable", Part.APPLIER, "entdb_wal_reachable", "== 0"),
          signal("EntdbWalUnreachable", Part.ARCHIVER, "entdb_wal_reachable", "== 0"),
          signal("EntdbApplierLag", Part.GATEWAY, "entdb_applier_lag_seconds", "> 5"),
          signal("EntdbApplierLag", Part.APPLIER, "entdb_applier_lag_seconds", "> 5"),
          signal("EntdbWalAppendFailures", Part.GATEWAY, "entdb_wal_append_failures_total", "> 0"),
          signal("EntdbErrorsHigh", Part.GATEWAY, "service_type:entdb_errors:per_minute", "> 10"));

  private final List<String> table = new ArrayList<>();

  /**
   * Goal: every fault shows in a metric, calls somebody by the alert of its own, and nobody any
   * more when it is over. Method: a real Prometheus with the rules of deploy/ watches while tenants
   * are parked, a disk's budget is exhausted, the applier and the archiver are stopped, and S3 and
   * the broker are away together. A parked tenant stays so: only another binary resumes it.
   */
  @Test
  void everyFaultShowsAndCallsSomebodyUntilItIsOver(LocalStack stack, @TempDir Path folder)
      throws Exception {
    Tool program = Tool.require("prometheus", "prometheus");
    Part small = startWithSmallBudget(stack);
    try (Prometheus prometheus = Prometheus.start(program, stack, folder);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (List<Signal> expected : List.of(STOPPED, BUDGET_EXHAUSTED, S3_AWAY, BROKER_AWAY)) {
        awaitSilence(prometheus, "before any fault", expected);
      }
      park(stack);
      exhaustTheBudget(prometheus, stack, small, threads);
      awaitSignals(prometheus, "a tenant is parked", PARKED);
      stopServices(prometheus, stack);
      takeEverythingAway(prometheus, stack, threads);
    } finally {
      stack.stop(small);
      table.forEach(line -> Runs.say(FaultSignalsTest.class, line));
    }
  }

  private static Part startWithSmallBudget(LocalStack stack) throws IOException {
    return stack.startGateway(
        Map.of(
            "ENTDB_FOLLOWER_DISK_BYTES_MAX",
            Long.toString(bytesOfTheDirectory(stack) + ROOM_BYTES),
            "ENTDB_FOLLOWER_FOLLOWED_INTERVAL", // It measures after some of these.
            "PT0.2S"));
  }

  private void exhaustTheBudget(
      Prometheus prometheus, LocalStack stack, Part small, ExecutorService threads) {
    String tenant = "large-" + UUID.randomUUID();
    Client client = Client.of(stack.rest(small));
    Answer written = client.atomic(Plan.of(tenant).create("kept", 1).waitApplied()).require(200);
    for (int i = 0; i < LARGE_NOTES; i++) {
      client.atomic(Plan.of(tenant).create("large", i, LARGE_NOTE_BYTES)).require(200);
    }
    int partition = WalPosition.parse(written.position(), WholeLog.TOPIC).partition();
    String inUse = "after=entdb-wal:%d:99999999&wait_timeout_ms=2000".formatted(partition);
    var isOver = new AtomicBoolean();
    var _ =
        threads.submit(
            () -> {
              while (!isOver.get()) {
                client.node(tenant, written.nodeId(), inUse);
              }
            });
    try {
      awaitSignals(prometheus, "stores in use exceed the disk budget", BUDGET_EXHAUSTED);
    } finally {
      isOver.set(true);
    }
    awaitSilence(prometheus, "stores are no longer in use", BUDGET_EXHAUSTED);
  }

  /** What every gateway keeps, used or not. */
  private static long bytesOfTheDirectory(LocalStack stack) throws IOException {
    try (Stream<Path> files = Files.walk(stack.dataFolder(Part.GATEWAY))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("_system"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private void stopServices(Prometheus prometheus, LocalStack stack) {
    stack.stop(Part.APPLIER);
    stack.stop(Part.ARCHIVER);
    try {
      awaitSignals(prometheus, "applier and archiver are stopped", STOPPED);
    } finally {
      restart(stack, Part.APPLIER, Part.ARCHIVER);
    }
    awaitSilence(prometheus, "applier and archiver are back", STOPPED);
  }

  /** Both at once: no signal of the one comes of the other, and it takes half the time. */
  private void takeEverythingAway(
      Prometheus prometheus, LocalStack stack, ExecutorService threads) {
    Client client = Client.of(stack.rest());
    String tenant = "unlucky-" + UUID.randomUUID();
    client.atomic(Plan.of(tenant).create("before", 1).waitApplied()).require(200);
    Await.until("all are ready", SOON, () -> prometheus.count("entdb_ready == 0") == 0);
    awaitSilence(prometheus, "before both are away", S3_AWAY);
    stack.kill9(Part.OBJECT_SERVER);
    stack.kill9(Part.BROKER);
    var isOver = new AtomicBoolean();
    try {
      for (int i = 0; i < WRITERS; i++) {
        var _ = threads.submit(() -> writeUntil(isOver, client, tenant));
      }
      awaitSignals(prometheus, "S3 is away", S3_AWAY);
      assertThat(signal("EntdbNotReady", Part.GATEWAY, "", "").isFiring(prometheus))
          .as("the gateway serves without S3")
          .isFalse();
      awaitSignals(prometheus, "the broker is away", BROKER_AWAY);
    } finally {
      isOver.set(true);
      restart(stack, Part.OBJECT_SERVER, Part.BROKER);
    }
    awaitSilence(prometheus, "S3 is back", S3_AWAY);
    awaitSilence(prometheus, "the broker is back", BROKER_AWAY);
    Await.until(
        "writes are taken", SOON, () -> client.atomic(Plan.of(tenant).create("after", 1)).isOk());
  }

  /** Alerts look at the last seconds: who wrote only once has failed too long ago for the last. */
  private static void writeUntil(AtomicBoolean isOver, Client client, String tenant) {
    while (!isOver.get()) {
      client.atomic(Plan.of(tenant).create("while away", 1));
      Await.sleep(Duration.ofMillis(200));
    }
  }

  /** Both at the same time. */
  private static void restart(LocalStack stack, Part one, Part other) {
    CompletableFuture<Void> started = CompletableFuture.runAsync(() -> stack.restart(one));
    stack.restart(other);
    started.join();
  }

  private void awaitSignals(Prometheus prometheus, String fault, List<Signal> expected) {
    long start = System.nanoTime();
    for (Signal signal : expected) {
      Await.until(fault + ": " + signal, SOON, () -> signal.isGiven(prometheus));
      note(fault, signal + " fires", start);
    }
  }

  private void awaitSilence(Prometheus prometheus, String what, List<Signal> expected) {
    long start = System.nanoTime();
    for (Signal signal : expected) {
      Await.until(what + ": no " + signal, SOON, () -> !signal.isFiring(prometheus));
    }
    note(what, "nobody is called", start);
  }

  private void note(String what, String then, long start) {
    table.add("%s: %s after %.1f s".formatted(what, then, (System.nanoTime() - start) / 1e9));
  }

  private static void park(LocalStack stack) throws Exception {
    String tenant = "parked-" + UUID.randomUUID();
    Answer written =
        Client.of(stack.rest())
            .atomic(Plan.of(tenant).create("before", 1).waitApplied())
            .require(200);
    WalPosition position = WalPosition.parse(written.position(), WholeLog.TOPIC);
    try (LogAppends log = LogAppends.to(stack)) {
      log.append(position.partition(), tenant, "no record at all".getBytes(UTF_8));
    }
  }
}
