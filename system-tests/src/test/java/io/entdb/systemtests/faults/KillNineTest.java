package io.entdb.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.LogReplay;
import io.entdb.systemtests.support.NoAnswerException;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.Promises;
import io.entdb.systemtests.support.ReplayedTenant;
import io.entdb.systemtests.support.Runs;
import io.entdb.systemtests.support.SharedStack;
import io.entdb.systemtests.support.WriteLoad;
import io.entdb.systemtests.support.WriteLoad.Acknowledged;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedStack.class)
final class KillNineTest {
  private static final List<Part> VICTIMS =
      List.of(Part.GATEWAY, Part.APPLIER, Part.ARCHIVER, Part.SNAPSHOTTER, Part.BROKER);

  /**
   * Goal: whoever is killed and whenever, every acknowledged write is there, once, in order.
   * Method: threads write and retry while each process in turn is killed at a random moment and
   * started again; then the log is replayed without the services, and everything read through the
   * gateway.
   */
  @Test
  void killedProcessesLoseNothingThatWasAcknowledged(LocalStack stack, @TempDir Path folder)
      throws Exception {
    SplittableRandom random = Runs.random(KillNineTest.class);
    Client client = Client.of(stack.rest());
    List<String> tenants = IntStream.range(0, 8).mapToObj(i -> "kill-" + i).toList();

    var load =
        WriteLoad.start(() -> client.patience(Duration.ofSeconds(15)), tenants, 4, 20, 10, random);
    for (int round = 0; round < Runs.count(1, 6); round++) {
      for (Part victim : shuffled(random)) {
        killAndRestart(stack, victim, random, load);
      }
    }
    Await.sleep(Duration.ofSeconds(1));
    List<Acknowledged> writes = load.stop();

    try (LogReplay replay = LogReplay.of(stack, folder)) {
      Promises.holdInLog(replay, writes);
      for (String tenant : tenants) {
        assertThat(replay.tenant(tenant).notesByMark().values()).containsOnly(1);
      }
      Runs.say(
          KillNineTest.class,
          "%d writes acknowledged, %d after retries, the slowest after %d ms; %d records in the log"
              .formatted(
                  writes.size(),
                  writes.stream().filter(write -> write.attempts() > 1).count(),
                  WriteLoad.longest(writes).toMillis(),
                  replay.records()));
    }
    Promises.rise(writes);
    Promises.holdInReads(client, load, writes);
  }

  private static List<Part> shuffled(SplittableRandom random) {
    var left = new ArrayList<>(VICTIMS);
    var order = new ArrayList<Part>();
    while (!left.isEmpty()) {
      order.add(left.remove(random.nextInt(left.size())));
    }
    return order;
  }

  private static void killAndRestart(
      LocalStack stack, Part victim, SplittableRandom random, WriteLoad load) {
    Await.sleep(Duration.ofMillis(500 + random.nextInt(1_500)));
    int before = load.count();
    long start = System.nanoTime();
    stack.kill9(victim);
    Await.sleep(Duration.ofMillis(random.nextInt(1_000)));
    stack.restart(victim);
    Runs.say(
        KillNineTest.class,
        "%s was away for %d ms; %d writes were acknowledged meanwhile"
            .formatted(victim, (System.nanoTime() - start) / 1_000_000, load.count() - before));
    Await.until("writes go on", Duration.ofSeconds(60), () -> load.count() > before + 20);
  }

  /**
   * Goal: a request that is sent several times at once happens once, also while its gateway dies.
   * Method: eight threads send the same plan under the same key; in some rounds the gateway is
   * killed meanwhile. All answers name one node, and the log's replay finds one effect.
   */
  @Test
  void retriesAtTheSameTimeMakeOneNode(LocalStack stack, @TempDir Path folder) throws Exception {
    Client client = Client.of(stack.rest()).patience(Duration.ofSeconds(15));
    client.atomic(Plan.of("retries").create("warm", 0)).require(200);
    int rounds = Runs.count(10, 100);

    try (var threads = Executors.newFixedThreadPool(9)) {
      for (int round = 0; round < rounds; round++) {
        String mark = "once-" + round;
        List<Callable<String>> retries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          retries.add(() -> writeUntilAcknowledged(client, mark));
        }
        boolean kill = round % 10 == 5;
        Future<?> killing = threads.submit(() -> kill ? killedAndRestarted(stack) : Part.GATEWAY);
        var nodes = new ArrayList<String>();
        for (Future<String> retry : threads.invokeAll(retries)) {
          nodes.add(retry.get());
        }
        killing.get();
        assertThat(nodes).hasSize(8).containsOnly(nodes.getFirst());
      }
    }

    try (LogReplay replay = LogReplay.of(stack, folder)) {
      ReplayedTenant tenant = replay.tenant("retries");
      int records = 0;
      for (int round = 0; round < rounds; round++) {
        assertThat(tenant.notesByMark()).containsEntry("once-" + round, 1);
        assertThat(tenant.effectsOfKey("once-" + round)).isEqualTo(1);
        records += tenant.recordsOfKey("once-" + round);
      }
      Runs.say(
          KillNineTest.class,
          "%d plans, each sent by 8 threads, came to %d records and %d nodes"
              .formatted(rounds, records, rounds));
    }
  }

  private static Part killedAndRestarted(LocalStack stack) {
    stack.kill9(Part.GATEWAY);
    stack.restart(Part.GATEWAY);
    return Part.GATEWAY;
  }

  private static String writeUntilAcknowledged(Client client, String mark) {
    for (int attempt = 0; attempt < 300; attempt++) {
      try {
        Answer answer = client.atomic(Plan.of("retries", mark).create(mark, 1).waitApplied());
        if (answer.status() != 503) {
          answer.require(200);
          assertThat(answer.json().path("status").asText()).isEqualTo("APPLIED");
          return answer.nodeId();
        }
      } catch (NoAnswerException e) {
        // The gateway is away; the same key makes it safe to ask again.
      }
      Await.sleep(Duration.ofMillis(200));
    }
    throw new AssertionError("nobody took " + mark);
  }
}
