package io.entdb.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.Metrics;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.SharedStack;
import io.entdb.systemtests.support.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedStack.class)
final class FullDiskTest {
  private static final Duration SOON = Duration.ofSeconds(45);

  /** What the disk has beyond two copies of the directory. */
  private static final long ROOM_BYTES = 24 << 20;

  /** Below this the gateway calls its disk full. */
  private static final long FREE_MIN_BYTES = 1 << 20;

  private static final String ERRORS = "entdb_applier_errors_total";

  private static final int NOTES = 6;

  /** What does not fit into the pages that a store has already. */
  private static final int NOTE_BYTES = 1_000_000;

  /**
   * Goal: a gateway whose disk is truly full says so, loses nothing that it acknowledges, and goes
   * on by itself once there is room. Method: its folder is a file system of its own, which a file
   * fills to the last byte while clients go on writing through this very gateway.
   */
  @Test
  void aFullDiskIsToldAndNothingIsLost(LocalStack stack, @TempDir Path folder) throws Exception {
    try (SmallDisk disk =
        SmallDisk.require(folder.resolve("disk"), 2 * bytesOfTheDirectory(stack) + ROOM_BYTES)) {
      Part small =
          stack.startGateway(
              Map.of(
                  "ENTDB_DATA_DIR", disk.path().toString(),
                  "ENTDB_DISK_FREE_MIN_BYTES", Long.toString(FREE_MIN_BYTES)));
      try {
        fillAndEmpty(stack, small, disk);
      } finally {
        stack.stop(small);
      }
    }
  }

  private static void fillAndEmpty(LocalStack stack, Part small, SmallDisk disk) {
    Client client = Client.of(stack.rest(small));
    Client other = Client.of(stack.rest());
    String tenant = "full-" + UUID.randomUUID();
    Answer before = client.atomic(Plan.of(tenant).create("before", 0).waitApplied()).require(200);
    assertThat(sqlite(client)).isEqualTo("healthy");

    fill(disk, client);
    List<Answer> acknowledged = new ArrayList<>();
    for (int i = 0; i < NOTES; i++) {
      Answer answer = client.atomic(Plan.of(tenant).create("full", i, NOTE_BYTES));
      if (answer.isOk()) {
        acknowledged.add(answer);
      } else {
        answer.requireError(503, "HYDRATING"); // Its store has failed and waits for room.
      }
    }
    assertThat(acknowledged).isNotEmpty();
    Await.until("stores fail", SOON, () -> Metrics.of(stack, small).sum(ERRORS, "store_fault") > 0);
    fill(disk, client); // A store that failed is removed, which makes room.
    // It goes on with the tenants that need no room, as without S3: others may do no better.
    JsonNode health = client.get("", "/health", "").require(200).json();
    assertThat(health.path("status").asText()).isEqualTo("degraded");
    assertThat(client.get("", "/q/health/live", "").status()).isEqualTo(200);
    assertThat(Metrics.of(stack, small).sum("entdb_disk_free_bytes")).isLessThan(FREE_MIN_BYTES);
    // Whoever asks for what was acknowledged is told to come again, never that it is not there.
    Answer last = acknowledged.getLast();
    assertThat(client.node(tenant, last.nodeId(), after(last) + "&wait_timeout_ms=500").status())
        .isGreaterThanOrEqualTo(500);
    requireAll(other, tenant, acknowledged);

    disk.empty();
    requireAll(client, tenant, acknowledged);
    client.node(tenant, before.nodeId(), "").require(200);
    Await.until(
        "writes are taken",
        SOON,
        () -> client.atomic(Plan.of(tenant).create("after", 1).waitApplied()).isOk());
    Await.until("the disk is no fault any more", SOON, () -> sqlite(client).equals("healthy"));
    assertThat(client.admin("/admin/parked").require(200).text()).doesNotContain(tenant);
  }

  private static void fill(SmallDisk disk, Client client) {
    Await.until(
        "the gateway says that its disk is full",
        SOON,
        () -> {
          disk.fill();
          return sqlite(client).equals("unhealthy");
        });
  }

  private static String sqlite(Client client) {
    JsonNode health = client.get("", "/health", "").json();
    return health.at("/components/sqlite").asText(health.toString());
  }

  private static void requireAll(Client client, String tenant, List<Answer> acknowledged) {
    String after = after(acknowledged.getLast());
    for (Answer each : acknowledged) {
      Await.until(
          each.nodeId() + " is read",
          SOON,
          () -> client.node(tenant, each.nodeId(), after).status() == 200);
    }
  }

  private static String after(Answer answer) {
    return "after=" + answer.position();
  }

  private static long bytesOfTheDirectory(LocalStack stack) throws IOException {
    try (Stream<Path> files = Files.walk(stack.dataFolder(Part.GATEWAY))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("_system"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
