package io.entdb.systemtests.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.backup.archive.Archive;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.localstack.Part.Kind;
import io.entdb.model.WalPosition;
import io.entdb.systemtests.support.Archived;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Cli;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.Digests;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.Promises;
import io.entdb.systemtests.support.Runs;
import io.entdb.systemtests.support.TestSchema;
import io.entdb.systemtests.support.WholeLog;
import io.entdb.systemtests.support.WriteLoad;
import io.entdb.systemtests.support.WriteLoad.Acknowledged;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

final class LostSystemTest {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int PARTITIONS = 4;
  private static final List<Part> SERVICES =
      List.of(Part.GATEWAY, Part.APPLIER, Part.ARCHIVER, Part.SNAPSHOTTER);

  /** How much is written before. */
  private record Size(int tenants, int records) {
    static Size ofRun() {
      return Boolean.getBoolean("entdb.full") ? new Size(100, 100_000) : new Size(12, 1_500);
    }
  }

  /**
   * Goal: a system that lost Kafka and every disk comes back from S3. Method: tenants write, and
   * while they do, everything but S3 is killed and loses its disk. The procedure of the operations
   * page is followed: a new topic, {@code entdb log new-epoch}, services, snapshots. Each tenant
   * must have all that was archived and nothing else, retries of old keys their outcomes, and
   * writing goes on; then a second loss, with an archive of two lives.
   */
  @Test
  void everythingButTheBucketIsLost() throws Exception {
    SplittableRandom random = Runs.random(LostSystemTest.class);
    Size size = Size.ofRun();
    try (LocalStack stack = stack()) {
      Client client = Client.of(stack.rest());
      TestSchema.putAsDefault(client);
      List<String> tenants = IntStream.range(0, size.tenants()).mapToObj(i -> "lost-" + i).toList();
      var load = WriteLoad.start(() -> client, tenants, 4, 1, 100, random);
      Await.until("there is enough", Duration.ofMinutes(20), () -> load.count() >= size.records());
      for (String tenant : tenants) {
        client.atomic(Plan.of(tenant, "kept-" + tenant).create("kept", 1)).require(200);
      }
      Archived.await(stack, SOON); // What was written up to here has to be there.
      Loss first = loseWhileWriting(stack, load);
      Duration firstTook = recover(stack, client);
      requireSurvivors(client, tenants, first);
      first.say("first", size, firstTook);

      var again = WriteLoad.start(() -> client, tenants, 4, 5, 100, random);
      Await.sleep(Duration.ofSeconds(2));
      Loss second = loseWhileWriting(stack, again);
      Duration secondTook = recover(stack, client);
      requireSurvivors(client, tenants, first);
      requireSurvivors(client, tenants, second);
      second.say("second", size, secondTook);
      requireOneState(client, tenants);
      assertThat(Cli.run(stack, "archive", "verify").path("ok").asBoolean()).isTrue();
    }
  }

  private static LocalStack stack() {
    return LocalStack.builder()
        .partitions(PARTITIONS)
        .environment(Kind.GATEWAY, Client.ADMIN_VARIABLE, Client.ADMIN_TOKEN)
        .environment(Kind.APPLIER, "ENTDB_CHECKPOINT_INTERVAL", "PT3S")
        .environment(Kind.ARCHIVER, "ENTDB_ARCHIVE_FLUSH_AFTER", "PT2S")
        .start();
  }

  /**
   * What everything was lost with.
   *
   * @param survivors of the promised writes, those that are archived
   */
  private record Loss(WriteLoad load, List<Acknowledged> promised, List<Acknowledged> survivors) {
    Set<String> lostMarks() {
      var lost = new HashSet<String>();
      promised.forEach(write -> lost.add(write.mark()));
      survivors.forEach(write -> lost.remove(write.mark()));
      return lost;
    }

    void say(String which, Size size, Duration rto) {
      Runs.say(
          LostSystemTest.class,
          "%s loss, %d tenants: RTO %d ms from the new broker's start to all services ready; RPO %d of %d acknowledged writes, the last ones before the kill"
              .formatted(
                  which, size.tenants(), rto.toMillis(), lostMarks().size(), promised.size()));
    }
  }

  private static Loss loseWhileWriting(LocalStack stack, WriteLoad load)
      throws InterruptedException {
    stack.kill9(Part.broker(1));
    SERVICES.forEach(stack::kill9);
    List<Acknowledged> promised = load.abandon();
    stack.loseDisk(Part.broker(1));
    SERVICES.forEach(stack::loseDisk);
    return new Loss(load, promised, archived(stack, promised));
  }

  private static List<Acknowledged> archived(LocalStack stack, List<Acknowledged> promised) {
    var archive = new Archive(Archived.objects(stack), InstantSource.system());
    Map<Integer, Long> ends = new HashMap<>();
    var survivors = new ArrayList<Acknowledged>();
    for (Acknowledged write : promised) {
      WalPosition position = WalPosition.parse(write.position(), WholeLog.TOPIC);
      long end =
          ends.computeIfAbsent(
              position.partition(), it -> Archived.coverage(archive, it).throughN());
      if (position.n() <= end) {
        survivors.add(write);
      }
    }
    return survivors;
  }

  /** The procedure; how long until every step is done and the gateway is ready. */
  private static Duration recover(LocalStack stack, Client client) throws Exception {
    long start = System.nanoTime();
    stack.restart(Part.broker(1));
    createTopic(stack);
    JsonNode begun =
        Cli.run(stack, "log", "new-epoch", "--brokers=" + stack.kafkaBootstrap(), "--yes");
    assertThat(begun.path("done").asBoolean()).isTrue();
    SERVICES.parallelStream().forEach(stack::restart);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    client.adminPost("/admin/snapshot", "").require(202);
    return took;
  }

  /** As the operations page has it. */
  private static void createTopic(LocalStack stack) throws Exception {
    var topic =
        new NewTopic(WholeLog.TOPIC, PARTITIONS, (short) 1)
            .configs(
                Map.of(
                    "message.timestamp.type", "LogAppendTime",
                    "cleanup.policy", "delete",
                    "retention.ms", "604800000",
                    "max.message.bytes", "8388608",
                    "min.insync.replicas", "1",
                    "unclean.leader.election.enable", "false"));
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", stack.kafkaBootstrap()))) {
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  /** All that was archived is there, and nothing else; keys still name what they made. */
  private static void requireSurvivors(Client client, List<String> tenants, Loss loss) {
    for (String tenant : tenants) {
      Await.until(
          tenant + " is served",
          SOON,
          () -> client.nodes(tenant, TestSchema.NOTE, "page_size=1").isOk());
    }
    Promises.holdInReads(client, loss.load(), loss.survivors());
    Set<String> lost = loss.lostMarks();
    for (String tenant : tenants) {
      client.atomic(Plan.of(tenant, "kept-" + tenant).create("kept", 1)).require(200);
      List<String> marks =
          client.allNodes(tenant, TestSchema.NOTE).stream()
              .map(node -> node.path("payload").path("mark").asText())
              .toList();
      assertThat(marks.stream().filter("kept"::equals)).as(tenant).hasSize(1);
      assertThat(marks).as(tenant).doesNotContainAnyElementsOf(lost);
    }
  }

  /** Snapshots, made of the archive over two lives, have the gateway's digests. */
  private static void requireOneState(Client client, List<String> tenants) {
    for (String tenant : tenants.subList(0, 3)) {
      JsonNode requested =
          client
              .adminPost("/admin/snapshot", "{\"tenant_id\":\"" + tenant + "\"}")
              .require(202)
              .json()
              .path("snapshots")
              .path(0);
      long n = WalPosition.parse(requested.path("wal_position").asText(), WholeLog.TOPIC).n();
      assertThat(WalPosition.epochOf(n)).isEqualTo(2);
      String path =
          "/admin/snapshots/%s?tenant_id=%s"
              .formatted(requested.path("snapshot_id").asText(), tenant);
      Await.until(
          "snapshot of " + tenant,
          SOON,
          () -> client.admin(path).json().path("status").asText().equals("DONE"));
      JsonNode state = Digests.stateAt(client, tenant, n).json();
      assertThat(client.admin(path).json().path("digest").asText())
          .isEqualTo(state.path("digest").asText());
    }
  }
}
