package io.entdb.systemtests.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.localstack.Part.Kind;
import io.entdb.systemtests.support.Archived;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.Digests;
import io.entdb.systemtests.support.LogReplay;
import io.entdb.systemtests.support.Promises;
import io.entdb.systemtests.support.Runs;
import io.entdb.systemtests.support.TestSchema;
import io.entdb.systemtests.support.WholeLog;
import io.entdb.systemtests.support.WriteLoad;
import io.entdb.systemtests.support.WriteLoad.Acknowledged;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ForgottenLogTest {
  /**
   * Goal: what Kafka no longer has comes from the archive. Method: tenants write; the log is
   * replayed while it is whole; then all of its records are deleted, gateway and applier lose their
   * disks, and every tenant must have the replay's digest again: without any checkpoint, and with
   * checkpoints that lack the newest records. Then writing goes on.
   */
  @ParameterizedTest(name = "a checkpoint every {0}")
  @MethodSource("checkpoints")
  void tenantsComeBackFromTheArchiveWhenTheLogHasForgottenThem(
      String checkpoints, @TempDir Path folder) throws Exception {
    SplittableRandom random = Runs.random(ForgottenLogTest.class);
    try (LocalStack stack =
        LocalStack.builder()
            .partitions(3)
            .environment(Kind.GATEWAY, Client.ADMIN_VARIABLE, Client.ADMIN_TOKEN)
            .environment(Kind.APPLIER, "ENTDB_CHECKPOINT_INTERVAL", checkpoints)
            .environment(Kind.ARCHIVER, "ENTDB_ARCHIVE_FLUSH_AFTER", "PT1S")
            .start()) {
      Client client = Client.of(stack.rest());
      TestSchema.putAsDefault(client);
      List<String> tenants = IntStream.range(0, 6).mapToObj(i -> "gone-" + i).toList();
      var load = WriteLoad.start(() -> client, tenants, 3, 5, 200, random);
      Await.sleep(Duration.ofSeconds(6));
      List<Acknowledged> early = load.stop();
      Archived.await(stack, Duration.ofSeconds(60));

      try (LogReplay replay = LogReplay.of(stack, folder)) {
        stack.kill9(Part.APPLIER);
        stack.kill9(Part.GATEWAY);
        int deleted = deleteAllRecords(stack);
        stack.loseDisk(Part.APPLIER);
        stack.loseDisk(Part.GATEWAY);
        long start = System.nanoTime();
        stack.restart(Part.APPLIER);
        stack.restart(Part.GATEWAY);
        int compared = Digests.requireAtGateway(replay, client);
        assertThat(compared).isGreaterThan(tenants.size());
        Runs.say(
            ForgottenLogTest.class,
            "%d records deleted, %d tenants had the log's digest again after %d ms"
                .formatted(deleted, compared, (System.nanoTime() - start) / 1_000_000));
      }
      var again = WriteLoad.start(() -> client, tenants, 3, 5, 200, random);
      Await.sleep(Duration.ofSeconds(2));
      List<Acknowledged> late = again.stop();
      Promises.holdInReads(client, load, early);
      Promises.holdInReads(client, again, late);
    }
  }

  /** Without any checkpoint; and, when there is time, with some that lack the newest records. */
  static List<String> checkpoints() {
    return List.of("PT24H", "PT3S").subList(0, Runs.count(1, 2));
  }

  private static int deleteAllRecords(LocalStack stack) throws Exception {
    Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
    int[] count = {0};
    WholeLog.read(stack)
        .forEach(
            entry -> {
              count[0]++;
              all.put(
                  new TopicPartition(WholeLog.TOPIC, entry.position().partition()),
                  RecordsToDelete.beforeOffset(entry.position().n() + 1));
            });
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", stack.kafkaBootstrap()))) {
      admin.deleteRecords(all).all().get();
    }
    return count[0];
  }
}
