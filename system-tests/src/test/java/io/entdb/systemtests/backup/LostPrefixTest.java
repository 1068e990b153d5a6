package io.entdb.systemtests.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.backup.ProgressListener;
import io.entdb.backup.archive.ArchiveVerifier;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.localstack.Part.Kind;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.systemtests.support.Archived;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Cli;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.Digests;
import io.entdb.systemtests.support.LogReplay;
import io.entdb.systemtests.support.Manifests;
import io.entdb.systemtests.support.Metrics;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.Promises;
import io.entdb.systemtests.support.Runs;
import io.entdb.systemtests.support.TestSchema;
import io.entdb.systemtests.support.WriteLoad;
import io.entdb.systemtests.support.WriteLoad.Acknowledged;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LostPrefixTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<String> QUIET = List.of("quiet-0", "quiet-1", "quiet-2");

  /**
   * Goal: whatever part of the bucket is lost, every acknowledged write is served, nobody builds a
   * wrong database, the loss is noticed, and backups become whole again as the operations page
   * says. Method: while tenants write, and others have been quiet since before the last checkpoint,
   * one prefix after the other is removed: manifests of checkpoints, their images, snapshots,
   * archive, a segment in the middle of it, epochs. After the first two the gateway loses its disk,
   * so that it has to build everything from what is left. In the end the log's replay, the gateway
   * and the backups must agree.
   */
  @Test
  void whatIsLostIsNoticedAndMadeAgain(@TempDir Path folder) throws Exception {
    try (LocalStack stack = stack()) {
      Client client = Client.of(stack.rest());
      TestSchema.putAsDefault(client);
      for (String tenant : QUIET) {
        client.atomic(Plan.of(tenant).waitApplied().create("kept", 1)).require(200);
      }
      List<String> busy = IntStream.range(0, 4).mapToObj(i -> "busy-" + i).toList();
      var load = WriteLoad.start(() -> client, busy, 2, 60, 100, Runs.random(LostPrefixTest.class));
      ObjectStore objects = Archived.objects(stack);

      timed("manifests", () -> loseManifests(stack, objects));
      timed("images", () -> loseImages(stack, client, objects));
      timed("snapshots", () -> loseSnapshots(stack, client, objects));
      timed("archive", () -> loseArchive(stack, objects));
      timed("a segment", () -> loseSegmentInTheMiddle(stack, objects));
      timed("epochs", () -> loseEpochs(client, objects));

      List<Acknowledged> writes = load.stop();
      Archived.await(stack, SOON);
      Await.until("the archive is whole again", SOON, () -> isArchiveSound(objects));
      int records = Archived.requireEqualsLog(stack);
      assertThat(Cli.run(stack, "archive", "verify").path("ok").asBoolean()).isTrue();
      Promises.holdInReads(client, load, writes);
      try (LogReplay replay = LogReplay.of(stack, folder)) {
        Digests.requireAtGateway(replay, client);
        requireRestored(stack, replay, folder);
      }
      requireDrillIsShown(stack);
      Runs.say(
          LostPrefixTest.class,
          "%d writes; %d records archived again after the archive was lost"
              .formatted(writes.size(), records));
    }
  }

  private static LocalStack stack() {
    return LocalStack.builder()
        .partitions(2)
        .environment(Kind.GATEWAY, Client.ADMIN_VARIABLE, Client.ADMIN_TOKEN)
        .environment(Kind.APPLIER, "ENTDB_CHECKPOINT_INTERVAL", "PT1S")
        // Or the group waits half a minute for the one that lost its disk, and its name with it.
        .environment(Kind.APPLIER, "ENTDB_KAFKA_MEMBER", "applier-1")
        .environment(Kind.ARCHIVER, "ENTDB_ARCHIVE_FLUSH_AFTER", "PT1S")
        .environment(Kind.ARCHIVER, "ENTDB_ARCHIVE_MARK_INTERVAL", "PT1S")
        .environment(Kind.SNAPSHOTTER, "ENTDB_SNAPSHOT_LOOK_INTERVAL", "PT1S")
        .environment(Kind.SNAPSHOTTER, "ENTDB_SNAPSHOT_RETENTION_INTERVAL", "PT1S")
        .environment(Kind.SNAPSHOTTER, "ENTDB_SNAPSHOT_FIRST_AFTER", "PT5S")
        .start();
  }

  /** An applier that knows quiet tenants from a checkpoint only must not publish one without. */
  private static void loseManifests(LocalStack stack, ObjectStore objects) throws Exception {
    awaitAllInCheckpoints(stack);
    stack.kill9(Part.APPLIER);
    stack.loseDisk(Part.APPLIER);
    stack.restart(Part.APPLIER);
    for (int partition = 0; partition < 2; partition++) {
      remove(objects, "checkpoints/p=%d/".formatted(partition));
    }
    awaitAllInCheckpoints(stack);
    assertThat(
            Metrics.of(stack, Part.APPLIER)
                .sum("entdb_applier_errors_total", "type=\"checkpoint\""))
        .isPositive();
  }

  private static void awaitAllInCheckpoints(LocalStack stack) {
    Await.until(
        "checkpoints have all tenants",
        SOON,
        () ->
            QUIET.stream()
                .allMatch(
                    tenant ->
                        IntStream.range(0, 2)
                            .anyMatch(p -> Manifests.newestMark(stack, p, tenant).isPresent())));
  }

  private static void loseImages(LocalStack stack, Client client, ObjectStore objects)
      throws Exception {
    stack.kill9(Part.GATEWAY);
    stack.loseDisk(Part.GATEWAY);
    remove(objects, "checkpoints/chunks/");
    stack.restart(Part.GATEWAY);
    for (String tenant : QUIET) {
      Await.until(
          tenant + " is served",
          SOON,
          () -> client.nodes(tenant, TestSchema.NOTE, "page_size=1").isOk());
      assertThat(client.allNodes(tenant, TestSchema.NOTE)).as(tenant).hasSize(1);
    }
    assertThat(
            Metrics.of(stack, Part.GATEWAY).sum("entdb_applier_errors_total", "type=\"hydration\""))
        .isPositive();
  }

  private static void loseSnapshots(LocalStack stack, Client client, ObjectStore objects)
      throws Exception {
    JsonNode requested =
        client.adminPost("/admin/snapshot", "").require(202).json().path("snapshots");
    awaitSnapshots(client, requested); // Nothing is being made when they are removed.
    remove(objects, "snapshots/");
    Await.until(
        "the loss is noticed",
        SOON,
        () ->
            Metrics.of(stack, Part.SNAPSHOTTER).sum("entdb_snapshot_errors_total", "type=\"lost\"")
                >= requested.size());
    for (JsonNode each : requested) {
      String tenant = each.path("tenant_id").asText();
      Await.until(
          tenant + " has a snapshot again",
          SOON,
          () -> !objectsBelow(objects, "snapshots/" + tenant + "/snap_").isEmpty());
    }
  }

  private static void awaitSnapshots(Client client, JsonNode requested) {
    assertThat(requested).hasSizeGreaterThan(QUIET.size());
    for (JsonNode each : requested) {
      String path =
          "/admin/snapshots/%s?tenant_id=%s"
              .formatted(each.path("snapshot_id").asText(), each.path("tenant_id").asText());
      Await.until(
          "snapshot " + each,
          SOON,
          () -> client.admin(path).json().path("status").asText().equals("DONE"));
    }
  }

  private static void loseArchive(LocalStack stack, ObjectStore objects) throws Exception {
    remove(objects, "archive/");
    Await.until("the loss is noticed", SOON, () -> missing(stack) > 0);
  }

  /** One that segments follow, and that follows one: nobody writes next to it. */
  private static void loseSegmentInTheMiddle(LocalStack stack, ObjectStore objects)
      throws Exception {
    Await.until("the archive is whole again", SOON, () -> isArchiveSound(objects));
    Await.until("there are some segments", SOON, () -> middleSegment(objects).isPresent());
    double before = missing(stack);
    remove(objects, middleSegment(objects).orElseThrow());
    Await.until("the hole is noticed", SOON, () -> missing(stack) > before);
    Await.until("the hole is filled", SOON, () -> isArchiveSound(objects));
  }

  /** Only a start needs them. They are brought back, as the operations page says. */
  private static void loseEpochs(Client client, ObjectStore objects) throws Exception {
    Map<ObjectName, byte[]> epochs = new HashMap<>();
    for (ObjectEntry entry : objectsBelow(objects, "log/")) {
      epochs.put(entry.name(), objects.get(entry.name()).orElseThrow());
    }
    remove(objects, "log/");
    client.atomic(Plan.of("busy-0").waitApplied().create("without epochs", 1)).require(200);
    awaitSnapshots(
        client, client.adminPost("/admin/snapshot", "").require(202).json().path("snapshots"));
    for (Map.Entry<ObjectName, byte[]> epoch : epochs.entrySet()) {
      assertThat(objects.putIfAbsent(epoch.getKey(), epoch.getValue())).isTrue();
    }
  }

  private static double missing(LocalStack stack) {
    return Metrics.of(stack, Part.ARCHIVER).sum("entdb_archive_errors_total", "type=\"missing\"");
  }

  /** The beginning of the names of a segment and its index. */
  private static Optional<String> middleSegment(ObjectStore objects) {
    for (int partition = 0; partition < 2; partition++) {
      String prefix = "archive/p=%d/".formatted(partition);
      List<String> indexes =
          objectsBelow(objects, prefix).stream()
              .map(entry -> entry.name().value())
              .filter(name -> name.endsWith(".index.json"))
              .toList();
      if (indexes.size() > 2) {
        String middle = indexes.get(indexes.size() / 2);
        return Optional.of(middle.substring(0, middle.indexOf('.') + 1));
      }
    }
    return Optional.empty();
  }

  /** What is archived last may be there before the beginning is filled up. */
  private static boolean isArchiveSound(ObjectStore objects) {
    try {
      return ArchiveVerifier.verify(objects, 0, ProgressListener.NONE).isSound()
          && ArchiveVerifier.verify(objects, 1, ProgressListener.NONE).isSound();
    } catch (ObjectStoreException e) {
      throw new AssertionError(e);
    }
  }

  private static void requireRestored(LocalStack stack, LogReplay replay, Path folder) {
    for (String tenant : QUIET) {
      JsonNode restored =
          Cli.run(stack, "restore", "--tenant-id=" + tenant, "--output-dir=" + folder, "--force");
      assertThat(restored.path("digest").asText())
          .isEqualTo(replay.tenant(tenant).state().digest());
    }
  }

  /** What a drill came to shows in the metrics of a service that knows nothing of it but S3. */
  private static void requireDrillIsShown(LocalStack stack) {
    assertThat(Cli.run(stack, "drill", "--count=2").path("ok").asBoolean()).isTrue();
    Await.until(
        "the drill is seen",
        SOON,
        () -> Metrics.of(stack, Part.SNAPSHOTTER).sum("entdb_drill_age_seconds") < 5);
    assertThat(Metrics.of(stack, Part.SNAPSHOTTER).sum("entdb_drill_failed_tenants")).isZero();
  }

  /** What is lost, and until everything is whole again. */
  @FunctionalInterface
  private interface Loss {
    void happen() throws Exception;
  }

  private static void timed(String what, Loss loss) throws Exception {
    long start = System.nanoTime();
    loss.happen();
    Runs.say(
        LostPrefixTest.class,
        "%s lost, noticed and made again in %d ms"
            .formatted(what, (System.nanoTime() - start) / 1_000_000));
  }

  private static List<ObjectEntry> objectsBelow(ObjectStore objects, String prefix) {
    try {
      return objects.list(prefix, "");
    } catch (ObjectStoreException e) {
      throw new AssertionError(e);
    }
  }

  private static void remove(ObjectStore objects, String prefix) throws ObjectStoreException {
    List<ObjectEntry> entries = objectsBelow(objects, prefix);
    assertThat(entries).as(prefix).isNotEmpty();
    for (ObjectEntry entry : entries) {
      objects.delete(entry.name());
    }
  }
}
