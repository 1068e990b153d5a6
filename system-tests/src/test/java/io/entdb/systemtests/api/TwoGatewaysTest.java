package io.entdb.systemtests.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.LogReplay;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.Runs;
import io.entdb.systemtests.support.SharedStack;
import io.entdb.systemtests.support.TestSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways that know nothing of each other answer as one. */
@ExtendWith(SharedStack.class)
final class TwoGatewaysTest {
  private static LocalStack stack;
  private static Part second;
  private static Client one;
  private static Client two;

  @BeforeAll
  static void startAnother(LocalStack shared) {
    stack = shared;
    second = stack.startGateway();
    one = Client.of(stack.rest());
    two = Client.of(stack.rest(second));
  }

  @AfterAll
  static void stopIt() {
    stack.stop(second);
  }

  /**
   * Goal: what one gateway acknowledged, the other shows to whoever asks with the position. Method:
   * many rounds to and fro, each read at once; the time until the answer is taken.
   */
  @Test
  void aWriteAtOneIsSeenAtOnceAtTheOther() {
    int rounds = Runs.count(200, 5_000);
    var micros = new ArrayList<Long>();
    for (int round = 0; round < rounds; round++) {
      Client writer = round % 2 == 0 ? one : two;
      Client reader = round % 2 == 0 ? two : one;
      Answer written =
          writer.atomic(Plan.of("pair-" + round % 5).create("m" + round, round)).require(200);

      long start = System.nanoTime();
      Answer read =
          reader.node("pair-" + round % 5, written.nodeId(), "after=" + written.position());

      micros.add((System.nanoTime() - start) / 1_000);
      read.require(200);
      assertThat(read.json().path("payload").path("counter").asInt()).isEqualTo(round);
    }
    Collections.sort(micros);
    Runs.say(
        TwoGatewaysTest.class,
        "%d reads at the other gateway: median %d us, 99 %% %d us, longest %d us"
            .formatted(
                rounds, micros.get(rounds / 2), micros.get(rounds * 99 / 100), micros.getLast()));
  }

  /**
   * Goal: a schema put at one gateway holds at the other, without a position to wait for. Method: a
   * field is added at one and used in the very next write at the other.
   */
  @Test
  void aSchemaPutAtOneHoldsForWritesAtTheOther() {
    ObjectNode schema = TestSchema.json().deepCopy();
    for (int round = 0; round < Runs.count(20, 200); round++) {
      String field = "added" + round;
      schema
          .withArray("/node_types/0/fields")
          .addObject()
          .put("field_id", 100 + round)
          .put("name", field)
          .put("kind", "str");
      Client writer = round % 2 == 0 ? one : two;
      Client other = round % 2 == 0 ? two : one;
      writer.putSchema("pair-schema", schema).require(200);

      Plan plan = Plan.of("pair-schema").create("m" + round, round).waitApplied();
      ((ObjectNode) plan.json().at("/operations/0/payload")).put(field, "here");
      Answer written = other.atomic(plan).require(200);

      JsonNode payload =
          other.node("pair-schema", written.nodeId(), "").require(200).json().path("payload");
      assertThat(payload.path(field).asText()).isEqualTo("here");
    }
  }

  /**
   * Goal: of two creations of one tenant at the same moment, one wins everywhere. Method: both
   * gateways get the first writes of a new tenant at once, many times; both must take all writes
   * and show the same nodes, and the directory's log must hold one partition for it.
   */
  @Test
  void racingCreationsOfATenantAgreeOnOne(@TempDir Path folder) throws Exception {
    int rounds = Runs.count(30, 300);
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < rounds; round++) {
        String tenant = "race-" + round;
        List<Callable<Answer>> writes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          Client client = i % 2 == 0 ? one : two;
          String mark = "m" + i;
          writes.add(() -> client.atomic(Plan.of(tenant).create(mark, 1).waitApplied()));
        }
        var positions = new ArrayList<String>();
        for (Future<Answer> write : threads.invokeAll(writes)) {
          positions.add(write.get().require(200).position());
        }
        assertThat(positions)
            .extracting(TwoGatewaysTest::partition)
            .containsOnly(partition(positions.getFirst()));
        String last = Collections.max(positions, Comparator.comparingLong(TwoGatewaysTest::offset));
        assertThat(marks(one, tenant, last)).containsExactlyInAnyOrder("m0", "m1", "m2", "m3");
        assertThat(marks(two, tenant, last)).containsExactlyInAnyOrder("m0", "m1", "m2", "m3");
      }
    }
    try (LogReplay replay = LogReplay.of(stack, folder)) {
      for (int round = 0; round < rounds; round++) {
        var entry = replay.directoryEntry("race-" + round).orElseThrow();
        assertThat(replay.tenant("race-" + round).partition()).isEqualTo(entry.partition());
        assertThat(replay.tenant("race-" + round).state().incarnation())
            .isEqualTo(entry.incarnation());
      }
    }
  }

  /**
   * Goal: of two explicit creations at the same moment one is refused. Method: both gateways are
   * asked at once; one answers 201, the other 409.
   */
  @Test
  void racingExplicitCreationsHaveOneWinner() throws Exception {
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < Runs.count(10, 100); round++) {
        String tenant = "made-" + round;
        List<Callable<Answer>> creations =
            List.of(() -> one.createTenant(tenant), () -> two.createTenant(tenant));
        var statuses = new ArrayList<Integer>();
        for (Future<Answer> creation : threads.invokeAll(creations)) {
          statuses.add(creation.get().status());
        }
        assertThat(statuses).containsExactlyInAnyOrder(201, 409);
      }
    }
  }

  /** The epoch and the partition of a position. */
  private static String partition(String position) {
    return position.substring(0, position.lastIndexOf(':'));
  }

  private static long offset(String position) {
    return Long.parseLong(position.substring(position.lastIndexOf(':') + 1));
  }

  private static List<String> marks(Client client, String tenant, String position) {
    return client.allNodes(tenant, TestSchema.NOTE, "after=" + position).stream()
        .map(node -> node.path("payload").path("mark").asText())
        .toList();
  }
}
