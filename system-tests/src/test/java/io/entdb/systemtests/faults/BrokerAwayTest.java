package io.entdb.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.model.WalPosition;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.LogReplay;
import io.entdb.systemtests.support.Metrics;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.ReplayedTenant;
import io.entdb.systemtests.support.Runs;
import io.entdb.systemtests.support.SharedStack;
import io.entdb.systemtests.support.WholeLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedStack.class)
final class BrokerAwayTest {
  /** The writer gives up after 10 s; the rest is for two busy cores. */
  private static final Duration GIVES_UP_WITHIN = Duration.ofSeconds(16);

  private static final List<Part> FOLLOWERS = List.of(Part.GATEWAY, Part.APPLIER, Part.ARCHIVER);

  private LocalStack stack;

  @BeforeEach
  void take(LocalStack shared) {
    stack = shared;
  }

  @AfterEach
  void bringTheBrokerBack() {
    if (!stack.isRunning(Part.BROKER)) {
      stack.restart(Part.BROKER);
    }
  }

  /**
   * Goal: without the log no write is promised, reads go on, and the same keys work when it is
   * back. Method: the broker is killed; writes are timed, reads tried, then everything is sent
   * again.
   */
  @Test
  void writesFailInTimeReadsGoOnAndRetriesHappenOnce(@TempDir Path folder) throws Exception {
    Client client = Client.of(stack.rest());
    Answer before = client.atomic(Plan.of("away").create("before", 1).waitApplied()).require(200);
    stack.kill9(Part.BROKER);

    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      Answer refused = client.atomic(Plan.of("away", "away-" + i).create("away-" + i, i));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      refused.requireError(503, "SERVICE_UNAVAILABLE");
      assertThat(took).isLessThan(GIVES_UP_WITHIN);
      Runs.say(
          BrokerAwayTest.class,
          "a write without broker was answered after %d ms: %s"
              .formatted(took.toMillis(), refused.text()));
      client.node("away", before.nodeId(), "").require(200);
    }
    client
        .node(
            "away",
            before.nodeId(),
            "after=entdb-wal:%d:99999999&wait_timeout_ms=300"
                .formatted(WalPosition.parse(before.position(), WholeLog.TOPIC).partition()))
        .requireError(504, "READ_TIMEOUT");

    long back = System.nanoTime();
    stack.restart(Part.BROKER);
    for (int i = 0; i < 3; i++) {
      Plan again = Plan.of("away", "away-" + i).create("away-" + i, i);
      Await.until("the retry is taken", Duration.ofSeconds(60), () -> client.atomic(again).isOk());
    }
    Runs.say(
        BrokerAwayTest.class,
        "retries were taken %d ms after the broker's restart began"
            .formatted((System.nanoTime() - back) / 1_000_000));

    try (LogReplay replay = LogReplay.of(stack, folder)) {
      ReplayedTenant tenant = replay.tenant("away");
      for (int i = 0; i < 3; i++) {
        assertThat(tenant.notesByMark()).containsEntry("away-" + i, 1);
        assertThat(tenant.effectsOfKey("away-" + i)).isEqualTo(1);
      }
    }
  }

  /**
   * Goal: a gateway that is behind for long says so with every read, all services' lags grow though
   * nobody can measure them, and everything recovers by itself. Method: the broker stays away for
   * longer than the bound of 30 s.
   */
  @Test
  void aGatewayThatIsBehindForLongSaysSoAndRecovers() {
    Client client = Client.of(stack.rest());
    Answer before = client.atomic(Plan.of("away").create("behind", 1).waitApplied()).require(200);
    stack.kill9(Part.BROKER);

    Await.until(
        "reads are marked stale",
        Duration.ofSeconds(50),
        () -> isStale(client.node("away", before.nodeId(), "").require(200)));
    client.atomic(Plan.of("away").create("x", 1)).requireError(503, "SERVICE_UNAVAILABLE");
    assertThat(client.get("", "/health", "").status()).isEqualTo(503);
    for (Part service : FOLLOWERS) {
      assertThat(lagSeconds(service)).as("lag of %s", service).isGreaterThan(25);
      assertThat(metrics(service).sum("entdb_wal_reachable")).as("at %s", service).isZero();
    }
    assertThat(metrics(Part.GATEWAY).sum("entdb_wal_append_failures_total")).isPositive();

    stack.restart(Part.BROKER);
    Await.until(
        "reads are fresh again",
        Duration.ofSeconds(30),
        () -> !isStale(client.node("away", before.nodeId(), "").require(200)));
    Await.until(
        "health recovers",
        Duration.ofSeconds(30),
        () -> client.get("", "/health", "").status() == 200);
    client.atomic(Plan.of("away").create("y", 1).waitApplied()).require(200);
    for (Part service : FOLLOWERS) {
      Await.until(
          service + " shows that it is current",
          Duration.ofSeconds(60),
          () -> lagSeconds(service) < 25 && metrics(service).sum("entdb_wal_reachable") == 1);
    }
  }

  private Metrics metrics(Part service) {
    return Metrics.of(stack, service);
  }

  /** Of the partition that is furthest behind; the archiver has records wait for 20 s by itself. */
  private double lagSeconds(Part service) {
    return service.equals(Part.ARCHIVER)
        ? metrics(service).max("entdb_archive_lag_seconds")
        : metrics(service).max("entdb_applier_lag_seconds");
  }

  private static boolean isStale(Answer answer) {
    return answer.json().path("stale").asBoolean()
        && answer.headers().firstValue("X-EntDB-Stale").isPresent();
  }
}
