package io.entdb.systemtests.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.backup.RebaseImages;
import io.entdb.backup.Snapshots;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.restore.DigestBook;
import io.entdb.backup.restore.RestoreListener;
import io.entdb.backup.restore.RestoreTarget;
import io.entdb.backup.restore.Restored;
import io.entdb.backup.restore.Restorer;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.localstack.Part.Kind;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.objects.ObjectStore;
import io.entdb.systemtests.support.Archived;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.FaultyS3;
import io.entdb.systemtests.support.LogReplay;
import io.entdb.systemtests.support.Runs;
import io.entdb.systemtests.support.TestSchema;
import io.entdb.systemtests.support.WholeLog;
import io.entdb.systemtests.support.WriteLoad;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotTest {
  private static final Duration DONE_WITHIN = Duration.ofMinutes(2);

  /**
   * Goal: a requested snapshot holds exactly the state at its position, whatever befalls its
   * makers. Method: while tenants write, all tenants' snapshots are asked for, and archiver and
   * snapshotter are killed again and again with an S3 that fails one call of ten. Each snapshot's
   * digest must be that of the log's replay at its position; then the tenants are restored from
   * them.
   */
  @Test
  void requestedSnapshotsHoldTheStateAtTheirPosition(@TempDir Path folder) throws Exception {
    SplittableRandom random = Runs.random(SnapshotTest.class);
    try (FaultyS3 s3 = FaultyS3.start(random.split());
        LocalStack stack = stack(s3)) {
      s3.passOnTo(stack.s3Endpoint());
      stack.restart(Part.ARCHIVER);
      stack.restart(Part.SNAPSHOTTER);
      s3.failOneOf(10);
      Client client = Client.of(stack.rest());
      TestSchema.putAsDefault(client);
      List<String> tenants = IntStream.range(0, 4).mapToObj(i -> "snap-" + i).toList();
      var load = WriteLoad.start(() -> client, tenants, 2, 15, 40, random);
      List<JsonNode> requested = new ArrayList<>();
      for (int round = 0; round < Runs.count(3, 15); round++) {
        Await.sleep(Duration.ofMillis(1_000 + random.nextInt(2_000)));
        request(client, "").forEach(requested::add);
        Part victim = random.nextBoolean() ? Part.ARCHIVER : Part.SNAPSHOTTER;
        stack.kill9(victim);
        stack.restart(victim);
      }
      request(client, "{\"tenant_id\":\"snap-1\"}").forEach(requested::add);
      load.stop();

      long start = System.nanoTime();
      for (JsonNode each : requested) {
        Await.until("snapshot " + each + " is made", DONE_WITHIN, () -> isDone(client, each));
      }
      long tookMs = (System.nanoTime() - start) / 1_000_000;
      try (LogReplay replay = LogReplay.of(stack, folder)) {
        for (JsonNode each : requested) {
          WalPosition position =
              WalPosition.parse(each.path("wal_position").asText(), WholeLog.TOPIC);
          String tenant = each.path("tenant_id").asText();
          assertThat(replay.tenant(tenant).digestAt(position.n()))
              .as("%s", each)
              .contains(status(client, each).path("digest").asText());
        }
        restoreAll(stack, replay, tenants, folder);
      }
      Runs.say(
          SnapshotTest.class,
          "%d snapshots made, the last %d ms after the last write; calls: %s"
              .formatted(requested.size(), tookMs, s3.done()));
    }
  }

  private static LocalStack stack(FaultyS3 s3) {
    return LocalStack.builder()
        .only(Kind.BROKER, Kind.OBJECT_SERVER, Kind.GATEWAY, Kind.APPLIER)
        .partitions(3)
        .environment(Kind.GATEWAY, Client.ADMIN_VARIABLE, Client.ADMIN_TOKEN)
        .environment(Kind.APPLIER, "ENTDB_CHECKPOINT_INTERVAL", "PT2S")
        .environment(Kind.ARCHIVER, "ENTDB_S3_ENDPOINT", s3.endpoint().toString())
        .environment(Kind.ARCHIVER, "ENTDB_KAFKA_MEMBER", "archiver-1")
        .environment(Kind.SNAPSHOTTER, "ENTDB_S3_ENDPOINT", s3.endpoint().toString())
        .environment(Kind.SNAPSHOTTER, "ENTDB_SNAPSHOT_LOOK_INTERVAL", "PT1S")
        .start();
  }

  private static JsonNode request(Client client, String body) {
    return client
        .send(
            "POST",
            "/admin/snapshot",
            "",
            Map.of("Authorization", "Bearer " + Client.ADMIN_TOKEN),
            BodyPublishers.ofString(body))
        .require(202)
        .json()
        .path("snapshots");
  }

  private static JsonNode status(Client client, JsonNode requested) {
    return client
        .admin(
            "/admin/snapshots/%s?tenant_id=%s"
                .formatted(
                    requested.path("snapshot_id").asText(), requested.path("tenant_id").asText()))
        .require(200)
        .json();
  }

  private static boolean isDone(Client client, JsonNode requested) {
    return status(client, requested).path("status").asText().equals("DONE");
  }

  private static void restoreAll(
      LocalStack stack, LogReplay replay, List<String> tenants, Path folder) throws Exception {
    Archived.await(stack, Duration.ofSeconds(60));
    ObjectStore objects = Archived.objects(stack);
    InstantSource clock = InstantSource.system();
    var restorer =
        new Restorer(
            new Archive(objects, clock),
            new Snapshots(objects, clock),
            new RebaseImages(objects, clock));
    for (String tenant : tenants) {
      int partition = replay.directoryEntry(tenant).orElseThrow().partition();
      Restored restored =
          restorer.restore(
              new Restorer.Place(new TenantId(tenant), partition),
              new RestoreTarget.ArchiveEnd(),
              folder.resolve(tenant + ".restored.db"),
              DigestBook.EMPTY,
              RestoreListener.NONE);
      assertThat(restored.base()).isPresent();
      assertThat(replay.tenant(tenant).digestAt(restored.report().state().n()))
          .contains(restored.report().state().digest());
    }
  }
}
