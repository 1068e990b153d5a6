package io.entdb.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part.Kind;
import io.entdb.model.Value;
import io.entdb.model.WalPosition;
import io.entdb.store.NodeView;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.CounterLoad;
import io.entdb.systemtests.support.CounterLoad.Count;
import io.entdb.systemtests.support.LogReplay;
import io.entdb.systemtests.support.Manifests;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.ReplayedTenant;
import io.entdb.systemtests.support.Runs;
import io.entdb.systemtests.support.TestSchema;
import io.entdb.systemtests.support.WholeLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Has a stack of its own: partitions cannot be taken away again. */
final class PartitionRaiseTest {
  private static final int BEFORE = 4;
  private static final int AFTER = 16;

  /**
   * Goal: partitions added to the living log move nobody, and new tenants spread over them. Method:
   * tenants count up on condition of each version while an operator raises the count; tenants made
   * afterwards must come to lie in new partitions without any restart; then the log is replayed.
   */
  @Test
  void partitionsAreAddedWhileTenantsWrite(@TempDir Path folder) throws Exception {
    try (LocalStack stack =
        LocalStack.builder()
            .partitions(BEFORE)
            .environment(Kind.APPLIER, "ENTDB_CHECKPOINT_INTERVAL", "PT5S")
            .start()) {
      TestSchema.putAsDefault(Client.of(stack.rest()));
      raiseUnderLoad(stack, folder);
    }
  }

  private static void raiseUnderLoad(LocalStack stack, Path folder) throws Exception {
    Client client = Client.of(stack.rest());
    List<String> old = IntStream.range(0, 6).mapToObj(i -> "old-" + i).toList();
    CounterLoad load = CounterLoad.start(client, old);
    awaitSteps(load, old.size(), 20);

    raise(stack);
    long raised = System.nanoTime();
    Await.until(
        "a new tenant comes to lie in a new partition",
        Duration.ofSeconds(30),
        () -> partitionOfNew(client, "probe-" + System.nanoTime()) >= BEFORE);
    Runs.say(
        PartitionRaiseTest.class,
        "the gateway used new partitions after %d ms".formatted(millisSince(raised)));
    var spread = new TreeMap<String, Integer>();
    for (int i = 0; i < 48; i++) {
      spread.put("new-" + i, partitionOfNew(client, "new-" + i));
    }
    awaitSteps(load, old.size(), 100);
    Map<String, Count> counts = load.stop();

    assertThat(spread.values().stream().filter(p -> p >= BEFORE).distinct().count())
        .as("new partitions in use: %s", spread)
        .isGreaterThan((AFTER - BEFORE) / 2);
    try (LogReplay replay = LogReplay.of(stack, folder)) {
      counts.forEach((tenant, count) -> requireUnbroken(replay.tenant(tenant), count));
      spread.forEach(
          (tenant, partition) ->
              assertThat(replay.directoryEntry(tenant).orElseThrow().partition())
                  .isEqualTo(partition));
    }
    awaitCheckpoints(stack, spread, raised);
  }

  private static void raise(LocalStack stack) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrap()))) {
      admin.createPartitions(Map.of(WholeLog.TOPIC, NewPartitions.increaseTo(AFTER))).all().get();
    }
  }

  private static void awaitSteps(CounterLoad load, int tenants, long more) {
    Map<String, Count> start = load.counts();
    Await.until(
        "every tenant counts on",
        Duration.ofSeconds(60),
        () ->
            load.counts().size() == tenants
                && load.counts().entrySet().stream()
                    .allMatch(
                        now -> now.getValue().counter() >= before(start, now.getKey()) + more));
  }

  private static long before(Map<String, Count> start, String tenant) {
    Count count = start.get(tenant);
    return count == null ? 0 : count.counter();
  }

  private static int partitionOfNew(Client client, String tenant) {
    String position =
        Await.value(
                tenant + " takes a write",
                Duration.ofSeconds(30),
                () -> {
                  var answer = client.atomic(Plan.of(tenant, "first").create("first", 1));
                  return answer.status() == 503
                      ? Optional.empty()
                      : Optional.of(answer.require(200));
                })
            .position();
    return WalPosition.parse(position, WholeLog.TOPIC).partition();
  }

  private static void requireUnbroken(ReplayedTenant tenant, Count count) {
    assertThat(tenant.partition())
        .isEqualTo(WalPosition.parse(count.position(), WholeLog.TOPIC).partition());
    NodeView note = tenant.node(count.nodeId()).orElseThrow();
    assertThat(note.payload().get(TestSchema.COUNTER)).isEqualTo(new Value.Int(count.counter()));
    assertThat(note.version()).isEqualTo(count.counter() + 1);
  }

  /** The applier has noticed when its checkpoints name the new tenants. */
  private static void awaitCheckpoints(LocalStack stack, Map<String, Integer> spread, long raised) {
    spread.forEach(
        (tenant, partition) ->
            Await.until(
                "a checkpoint of partition %d names %s".formatted(partition, tenant),
                Duration.ofSeconds(90),
                () -> Manifests.newestMark(stack, partition, tenant).isPresent()));
    Runs.say(
        PartitionRaiseTest.class,
        "checkpoints of the new partitions were there after %d ms".formatted(millisSince(raised)));
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
