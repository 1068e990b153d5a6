package io.entdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.backup.CheckpointManifest;
import io.entdb.backup.Checkpoints;
import io.entdb.backup.ParkedAt;
import io.entdb.backup.TenantCheckpoint;
import io.entdb.backup.archive.ArchiveWriter;
import io.entdb.backup.archive.SegmentBuilder;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.objects.LogEpochs;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class EntdbTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

  private final InMemoryObjectStore objects = new InMemoryObjectStore(CLOCK);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String topicId = "id-a";
  private int topicPartitions = 8;

  @Test
  void epochsAreListed() throws Exception {
    new LogEpochs(objects, CLOCK).bind("entdb-wal", "id-a");

    assertThat(run("log", "epochs")).isZero();
    assertThat(out).hasToString("    0  2026-01-02T03:04:05Z  topic entdb-wal, id id-a\n");

    assertThat(run("log", "epochs", "--format", "json")).isZero();
    assertThat(out)
        .hasToString(
            "{\"epochs\":[{\"epoch\":0,\"topic\":\"entdb-wal\",\"topic_id\":\"id-a\",\"created_at\":\"2026-01-02T03:04:05Z\"}]}\n");
  }

  @Test
  void aNewEpochNeedsAYes() throws Exception {
    var epochs = new LogEpochs(objects, CLOCK);
    epochs.bind("entdb-wal", "id-a");
    topicId = "id-b";

    assertThat(run("log", "new-epoch", "--brokers", "kafka:9092")).isZero();
    assertThat(out.toString()).contains("Would begin epoch 1", "id-b", "--yes");
    assertThat(epochs.all()).hasSize(1);

    assertThat(run("log", "new-epoch", "--brokers", "kafka:9092", "--yes")).isZero();
    assertThat(out.toString()).contains("Epoch 1 began");
    assertThat(epochs.newest().orElseThrow().topicId()).isEqualTo("id-b");

    assertThat(run("log", "new-epoch", "--brokers", "kafka:9092", "--yes")).isZero();
    assertThat(out.toString()).contains("Nothing to do");
  }

  @Test
  void aNewEpochGoesOnAfterTheArchive() throws Exception {
    var epochs = new LogEpochs(objects, CLOCK);
    epochs.bind("entdb-wal", "id-a");
    topicId = "id-b";
    publish(3, 70);
    publish(3, 80);
    assertThat(run("log", "new-epoch", "--brokers", "kafka:9092", "--yes")).isEqualTo(1);
    assertThat(err.toString())
        .contains("partition 3 has checkpoints, but nothing of it is archived");

    archive(3, 75);
    topicPartitions = 3;
    assertThat(run("log", "new-epoch", "--brokers", "kafka:9092", "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("has 3 partitions", "make it with 4 or more");
    topicPartitions = 4;
    assertThat(run("log", "new-epoch", "--brokers", "kafka:9092")).isZero();
    assertThat(out.toString()).contains("partition 3 goes on after 75");
    assertThat(objects.list("checkpoints/p=3/", "")).hasSize(2);
    assertThat(run("log", "new-epoch", "--brokers", "kafka:9092", "--yes")).isZero();
    assertThat(out.toString()).contains("1 checkpoints beyond the archive were removed");
    assertThat(objects.list("checkpoints/p=3/", "")).hasSize(1);
  }

  private void archive(int partition, long throughN) throws Exception {
    var segment = new SegmentBuilder(partition, 0, -1);
    segment.add(
        new LogEntry(
            new WalPosition(partition, throughN), 0, 1, "acme", new byte[] {1}, List.of()));
    new ArchiveWriter(objects).put(segment.build(Instant.EPOCH));
  }

  @Test
  void aTopicOfAnEarlierEpochIsRefused() throws Exception {
    var epochs = new LogEpochs(objects, CLOCK);
    epochs.bind("entdb-wal", "id-a");
    epochs.newEpoch("entdb-wal", "id-b");

    assertThat(run("log", "new-epoch", "--brokers", "kafka:9092", "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("id-a", "epoch 0");
  }

  @Test
  void checkpointsAreListedWithParkedTenants() throws Exception {
    publish(3, 70);
    publish(3, 80);

    assertThat(run("checkpoints", "ls")).isZero();
    assertThat(out.toString())
        .contains("partition 3  n 80", "1 tenants", "2 checkpoints kept")
        .contains("parked: acme at 5: unknown rules");
    assertThat(run("checkpoints", "ls", "--partition", "4", "--format", "json")).isZero();
    assertThat(out).hasToString("{\"checkpoints\":[]}\n");
  }

  @Test
  void parkedTenantsAreListedAndEndWithOne() throws Exception {
    assertThat(run("tenants", "parked")).isZero();
    assertThat(out.toString()).contains("No tenant is parked.");
    publish(3, 80);

    assertThat(run("tenants", "parked")).isEqualTo(1);
    assertThat(out.toString()).contains("acme  partition 3  n 5", "unknown rules");
    assertThat(run("tenants", "parked", "--format", "json")).isEqualTo(1);
    assertThat(out.toString()).startsWith("{\"parked\":[{\"tenant_id\":\"acme\"");
  }

  @Test
  void verifyingEndsWithOneWhereSomethingIsDamaged() throws Exception {
    publish(3, 80);
    assertThat(run("checkpoints", "verify")).isZero();

    String name = "checkpoints/p=3/00000000000000000080.json";
    objects.damage(new ObjectName(name), new byte[] {1});

    assertThat(run("checkpoints", "verify")).isEqualTo(1);
    assertThat(out.toString()).contains(name);
    assertThat(run("checkpoints", "verify", "--format", "json")).isEqualTo(1);
    assertThat(out.toString()).startsWith("{").contains("\"ok\":false", name);
    assertThat(run("checkpoints", "ls")).isEqualTo(1);
    assertThat(err.toString()).startsWith("entdb: ").contains(name).doesNotContain("\tat ");
  }

  @Test
  void everyCommandHasHelp() {
    assertHelp(Entdb.commandLine(new Fakes()), List.of());
  }

  private void assertHelp(CommandLine commandLine, List<String> path) {
    var arguments = new ArrayList<>(path);
    arguments.add("--help");
    assertThat(runPlain(arguments.toArray(String[]::new))).as("%s", arguments).isZero();
    assertThat(out.toString()).contains("Usage: entdb");
    commandLine
        .getSubcommands()
        .forEach(
            (name, sub) -> {
              var below = new ArrayList<>(path);
              below.add(name);
              assertHelp(sub, below);
            });
  }

  @Test
  void aWrongCommandLineEndsWithTwo() {
    assertThat(runPlain("log", "epoch")).isEqualTo(2);
    assertThat(runPlain("checkpoints", "ls", "--bucket=b", "--partition=x")).isEqualTo(2);
    assertThat(runPlain("log")).isEqualTo(2);
    assertThat(runPlain()).isEqualTo(2);
  }

  private void publish(int partition, long n) throws Exception {
    var parked = Optional.of(new ParkedAt(5, "unknown rules"));
    var acme =
        new TenantCheckpoint(
            new TenantId("acme"), 1, Optional.empty(), 4, "ab".repeat(32), 1, parked);
    new Checkpoints(objects, CLOCK)
        .publish(new CheckpointManifest(partition, n, 1_000, List.of(acme)));
  }

  private int run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.add("--bucket=entdb");
    return runPlain(all.toArray(String[]::new));
  }

  private int runPlain(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Entdb.commandLine(new Fakes())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  /** Connects to memory. */
  private final class Fakes implements Connections {
    @Override
    public ObjectStore objects(StorageOptions options) {
      return objects;
    }

    @Override
    public AdminApi admin(URI gateway, String token) {
      throw new IllegalStateException("no command here needs a gateway");
    }

    @Override
    public Topic topic(String brokers, String topic) {
      return new Topic(topic, topicId, topicPartitions);
    }

    @Override
    public String metricsPage(String target) {
      throw new IllegalStateException("no command here reads metrics");
    }
  }
}
