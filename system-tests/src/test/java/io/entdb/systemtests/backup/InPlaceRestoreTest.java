package io.entdb.systemtests.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.backup.archive.Archive;
import io.entdb.localstack.LocalStack;
import io.entdb.model.WalPosition;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Archived;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Cli;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.Digests;
import io.entdb.systemtests.support.LogReplay;
import io.entdb.systemtests.support.Manifests;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.Promises;
import io.entdb.systemtests.support.ReplayedTenant;
import io.entdb.systemtests.support.Runs;
import io.entdb.systemtests.support.SharedStack;
import io.entdb.systemtests.support.TestSchema;
import io.entdb.systemtests.support.WholeLog;
import io.entdb.systemtests.support.WriteLoad;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedStack.class)
final class InPlaceRestoreTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String tenant = "in-place-" + run;
  private final String eve = "eve-" + run;

  /**
   * Goal: an operator brings one tenant back to a past state in the running system, looks at
   * another past state as a tenant of its own, and takes the first back; nobody else is touched.
   * Method: others write all the time. Retries of old keys must have their stored outcomes, a user
   * erased meanwhile must not come back, and gateway, log replay, checkpoint and snapshot must
   * agree on the digest.
   */
  @Test
  void aTenantGoesBackInPlaceAndForthAgainWhileOthersWrite(LocalStack stack, @TempDir Path folder)
      throws Exception {
    Client client = Client.of(stack.rest());
    List<String> others = IntStream.range(0, 3).mapToObj(i -> "beside-" + run + "-" + i).toList();
    var load =
        WriteLoad.start(() -> client, others, 2, 20, 50, Runs.random(InPlaceRestoreTest.class));

    client.createTenant(tenant).require(201);
    write(client, "first");
    write(client, "second");
    String ofEve = writeAsEve(client);
    Answer third = write(client, "third");
    assertThat(marks(client, tenant)).containsExactlyInAnyOrder("first", "second", "eve", "third");
    eraseEve(client, ofEve);
    Answer mistake = write(client, "mistake");
    WalPosition archived = archive(stack, client, tenant);
    archive(stack, client, "_system");

    JsonNode dry = restore(stack, third.position(), "--dry-run");
    assertThat(dry.path("done").asBoolean()).isFalse();
    assertThat(dry.path("records_undone").asInt()).isGreaterThanOrEqualTo(3);
    assertThat(dry.path("nodes_before").asInt()).isEqualTo(4);
    assertThat(marks(client, tenant)).contains("mistake");

    long start = System.nanoTime();
    JsonNode done = restore(stack, third.position(), "--force");
    long took = (System.nanoTime() - start) / 1_000_000;
    assertThat(done.path("status").asText()).isEqualTo("APPLIED");
    assertThat(marks(client, tenant)).containsExactlyInAnyOrder("first", "second", "third");
    Answer again = client.atomic(plan("mistake")).require(200);
    assertThat(again.nodeId()).isEqualTo(mistake.nodeId());
    assertThat(again.position()).isEqualTo(mistake.position());
    assertThat(marks(client, tenant)).doesNotContain("mistake");
    write(client, "after");
    requireOneDigest(stack, client, folder);

    branch(stack, client, archived);
    undo(stack, client, position(done.path("wal_position").asText()));
    assertThat(marks(client, tenant))
        .containsExactlyInAnyOrder("first", "second", "third", "mistake");

    Promises.holdInReads(client, load, load.stop());
    Runs.say(
        InPlaceRestoreTest.class,
        "a tenant of 4 nodes went back in place in %d ms, command line and all".formatted(took));
  }

  private JsonNode restore(LocalStack stack, String position, String mode) {
    return Cli.runOnline(
        stack,
        "restore",
        "--in-place",
        "--tenant-id=" + tenant,
        "--target-position=" + position,
        mode);
  }

  private void branch(LocalStack stack, Client client, WalPosition at) {
    String name = tenant + "-look";
    JsonNode made =
        Cli.runOnline(
            stack,
            "restore",
            "--tenant-id=" + tenant,
            "--target-position=" + at.n(),
            "--as-tenant=" + name,
            "--owner=user:" + run);
    assertThat(made.path("status").asText()).isEqualTo("APPLIED");
    assertThat(marks(client, name))
        .containsExactlyInAnyOrder("first", "second", "third", "mistake");
    JsonNode members = client.get(name, "/v1/tenants/" + name + "/members", "").json();
    assertThat(members.path("members")).hasSize(1);
  }

  private void undo(LocalStack stack, Client client, WalPosition rebased) {
    archive(stack, client, tenant);
    JsonNode done = restore(stack, Long.toString(rebased.n() - 1), "--force");
    assertThat(done.path("status").asText()).isEqualTo("APPLIED");
  }

  private Plan plan(String mark) {
    return Plan.of(tenant, "key-" + mark).waitApplied().create(mark, 1);
  }

  private Answer write(Client client, String mark) {
    return client.atomic(plan(mark)).require(200);
  }

  private String writeAsEve(Client client) {
    String user = "{\"user_id\":\"%s\",\"email\":\"%s@x\",\"name\":\"Eve\"}".formatted(eve, eve);
    send(client, "POST", "/v1/users", "", user).require(201);
    Plan plan = Plan.of(tenant).waitApplied().create("eve", 1);
    plan.json().put("actor", "user:" + eve);
    return client.atomic(plan).require(200).nodeId();
  }

  private void eraseEve(Client client, String note) {
    send(client, "DELETE", "/v1/users/" + eve, "grace_ms=0", "").require(200);
    Await.until("Eve's note is erased", SOON, () -> client.node(tenant, note, "").status() == 404);
  }

  private static Answer send(Client client, String method, String path, String query, String body) {
    return client.send(
        method, path, query, Map.of("X-Actor", Client.ACTOR), BodyPublishers.ofString(body));
  }

  private static Set<String> marks(Client client, String of) {
    return client.allNodes(of, TestSchema.NOTE).stream()
        .map(node -> node.path("payload").path("mark").asText())
        .collect(Collectors.toSet());
  }

  /** Has everything up to now archived, by a barrier; where that stands. */
  private static WalPosition archive(LocalStack stack, Client client, String of) {
    JsonNode requested = snapshot(client, of);
    WalPosition position = position(requested.path("wal_position").asText());
    var archive = new Archive(Archived.objects(stack), InstantSource.system());
    Await.until(
        of + " is archived through " + position,
        SOON,
        () -> Archived.coverage(archive, position.partition()).throughN() >= position.n());
    return position;
  }

  private static JsonNode snapshot(Client client, String of) {
    return client
        .adminPost("/admin/snapshot", "{\"tenant_id\":\"" + of + "\"}")
        .require(202)
        .json()
        .path("snapshots")
        .path(0);
  }

  private static WalPosition position(String text) {
    return WalPosition.parse(text, WholeLog.TOPIC);
  }

  /** The log's replay, the gateway, the snapshot made of the archive, the applier's checkpoint. */
  private void requireOneDigest(LocalStack stack, Client client, Path folder) throws Exception {
    JsonNode requested = snapshot(client, tenant);
    WalPosition position = position(requested.path("wal_position").asText());
    String path =
        "/admin/snapshots/%s?tenant_id=%s"
            .formatted(requested.path("snapshot_id").asText(), tenant);
    JsonNode made =
        Await.value(
            "the snapshot is made",
            SOON,
            () ->
                Optional.of(client.admin(path).json())
                    .filter(it -> it.path("status").asText().equals("DONE")));
    JsonNode mark =
        Await.value(
            "a checkpoint includes the rebase",
            SOON,
            () ->
                Manifests.newestMark(stack, position.partition(), tenant)
                    .filter(it -> it.path("last_n").asLong() >= position.n()));
    try (LogReplay replay = LogReplay.of(stack, folder)) {
      ReplayedTenant replayed = replay.tenant(tenant);
      assertThat(replayed.digestAt(position.n())).contains(made.path("digest").asText());
      assertThat(replayed.digestAt(mark.path("last_n").asLong()))
          .contains(mark.path("digest").asText());
      Answer state = Digests.stateAt(client, tenant, replayed.state().n());
      assertThat(state.json().path("digest").asText()).isEqualTo(replayed.state().digest());
    }
  }
}
