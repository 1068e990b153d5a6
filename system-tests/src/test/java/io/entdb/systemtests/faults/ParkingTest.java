package io.entdb.systemtests.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.RecordCodec;
import io.entdb.model.record.WalRecord;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.LogAppends;
import io.entdb.systemtests.support.Manifests;
import io.entdb.systemtests.support.Metrics;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.SharedStack;
import io.entdb.systemtests.support.WholeLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
final class ParkingTest {
  private static final Map<Part, String> PARKED =
      Map.of(
          Part.GATEWAY, "entdb_follower_parked_tenants",
          Part.APPLIER, "entdb_follower_parked_tenants");

  private static final Duration SOON = Duration.ofSeconds(30);

  /**
   * Goal: a record that nobody can carry out stops its tenant and no other, and everybody is told.
   * Method: bytes that are no record, and a record of unknown rules, are appended past the gateways
   * under the keys of two tenants; both services are asked, restarted and asked again.
   */
  @Test
  void aRecordThatCannotBeCarriedOutParksItsTenantAlone(LocalStack stack) throws Exception {
    Client client = Client.of(stack.rest());
    Parked garbage;
    Parked future;
    try (LogAppends log = LogAppends.to(stack)) {
      Answer one =
          client.atomic(Plan.of("parked-1").create("before", 1).waitApplied()).require(200);
      garbage = park(log, "parked-1", one, "no record at all".getBytes(UTF_8));
      Answer two =
          client.atomic(Plan.of("parked-2").create("before", 1).waitApplied()).require(200);
      future = park(log, "parked-2", two, ofUnknownRules(stack, two));
    }

    for (Parked parked : List.of(garbage, future)) {
      requireParked(stack, client, parked);
    }
    client.atomic(Plan.of("flows").create("on", 1).waitApplied()).require(200);
    requireEverybodyTold(stack, client);
    awaitInCheckpoint(stack, garbage);
    awaitInCheckpoint(stack, future);

    stack.kill9(Part.GATEWAY);
    stack.restart(Part.GATEWAY);
    stack.stop(Part.APPLIER);
    stack.restart(Part.APPLIER);
    for (Parked parked : List.of(garbage, future)) {
      requireParked(stack, client, parked);
    }
    requireEverybodyTold(stack, client);
    client.atomic(Plan.of("flows").create("on", 1).waitApplied()).require(200);

    stack.stop(Part.GATEWAY);
    stack.loseDisk(Part.GATEWAY);
    stack.restart(Part.GATEWAY);
    for (Parked parked : List.of(garbage, future)) {
      requireParked(stack, client, parked);
    }
  }

  /**
   * Goal: the first start of a binary that can carry out the record ends the parking, nothing is
   * skipped, and operators see it. Method: a gateway is stopped, its notes are made to say what an
   * older binary would have left that met the tenant's next record, and it is started again.
   */
  @Test
  void theFirstStartOfABinaryThatCanGoesOn(LocalStack stack) throws Exception {
    Client client = Client.of(stack.rest());
    String tenant = "unparked-" + UUID.randomUUID();
    Part second = stack.startGateway();
    try {
      Answer first = client.atomic(Plan.of(tenant).create("before", 1).waitApplied()).require(200);
      Client reader = Client.of(stack.rest(second));
      Await.until(
          "the second gateway has the tenant",
          SOON,
          () -> reader.node(tenant, first.nodeId(), "after=" + first.position()).status() == 200);
      stack.stop(second);
      Answer next = client.atomic(Plan.of(tenant).create("met", 2).waitApplied()).require(200);
      noteAsParked(stack, second, tenant, WalPosition.parse(next.position(), WholeLog.TOPIC));

      stack.restart(second);
      Answer read =
          Await.value(
              "the record was carried out",
              SOON,
              () ->
                  Optional.of(reader.node(tenant, next.nodeId(), "after=" + next.position()))
                      .filter(answer -> answer.status() == 200));
      assertThat(read.headers().firstValue("X-EntDB-Stale")).isEmpty();
      reader.node(tenant, first.nodeId(), "").require(200);
      reader.atomic(Plan.of(tenant).create("after", 3).waitApplied()).require(200);
      assertThat(reader.admin("/admin/parked").require(200).text()).doesNotContain(tenant);
      assertThat(Files.readString(stack.log(second)))
          .contains("tenant " + tenant + " is parked no longer");
    } finally {
      stack.stop(second);
    }
  }

  /** What a follower leaves that parked a tenant, in the folder of the tenant's partition. */
  private static void noteAsParked(LocalStack stack, Part part, String tenant, WalPosition at)
      throws IOException {
    Path notes = stack.dataFolder(part).resolve("p=" + at.partition()).resolve("followed.json");
    var json = (ObjectNode) new JsonMapper().readTree(notes.toFile());
    json.withArray("parked")
        .addObject()
        .put("tenant", tenant)
        .put("n", at.n())
        .put("reason", "rules of version 99 are unknown")
        .put("since", System.currentTimeMillis());
    new JsonMapper().writeValue(notes.toFile(), json);
  }

  /** A tenant, the note that it had before, and the record at which it stands. */
  private record Parked(String tenant, String nodeId, WalPosition position) {}

  private static Parked park(LogAppends log, String tenant, Answer written, byte[] value)
      throws Exception {
    int partition = WalPosition.parse(written.position(), WholeLog.TOPIC).partition();
    return new Parked(tenant, written.nodeId(), log.append(partition, tenant, value));
  }

  /** The tenant's last record, but of rules that nobody knows. */
  private static byte[] ofUnknownRules(LocalStack stack, Answer written) throws Exception {
    WalPosition position = WalPosition.parse(written.position(), WholeLog.TOPIC);
    LogEntry entry =
        WholeLog.read(stack).stream()
            .filter(it -> it.position().equals(position))
            .findFirst()
            .orElseThrow();
    WalRecord known = RecordCodec.decode(entry.value());
    return RecordCodec.encode(
        new WalRecord(
            99,
            known.tenant(),
            known.incarnation(),
            known.actor(),
            known.authority(),
            new IdempotencyKey("of-rules-99"),
            known.requestHash(),
            known.schemaFingerprint(),
            known.operations()));
  }

  private static void requireParked(LocalStack stack, Client client, Parked parked) {
    Await.until(
        parked.tenant() + " takes no writes",
        SOON,
        () ->
            client
                .atomic(Plan.of(parked.tenant()).create("after", 1))
                .errorCode()
                .equals("TENANT_PARKED"));
    Answer read =
        Await.value(
            parked.tenant() + " is read",
            SOON,
            () ->
                Optional.of(client.node(parked.tenant(), parked.nodeId(), ""))
                    .filter(answer -> answer.status() != 503));
    read.require(200);
    assertThat(read.headers().firstValue("X-EntDB-Stale")).contains("true");
    assertThat(read.json().path("stale").asBoolean()).isTrue();

    long start = System.nanoTime();
    Answer waits =
        client.node(
            parked.tenant(),
            parked.nodeId(),
            "after=" + parked.position().toText(WholeLog.TOPIC) + "&wait_timeout_ms=20000");
    waits.requireError(503, "TENANT_PARKED");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));

    for (Part service : List.of(Part.GATEWAY, Part.APPLIER)) {
      JsonNode told =
          Await.value(
              service + " lists " + parked.tenant(), SOON, () -> listed(stack, service, parked));
      assertThat(told.path("wal_position").asText())
          .isEqualTo(parked.position().toText(WholeLog.TOPIC));
      assertThat(told.path("reason").asText()).isNotBlank();
    }
  }

  private static Optional<JsonNode> listed(LocalStack stack, Part service, Parked parked) {
    Client client =
        Client.of(service.equals(Part.GATEWAY) ? stack.rest() : stack.management(service));
    for (JsonNode told : client.admin("/admin/parked").require(200).json().path("parked")) {
      if (told.path("tenant_id").asText().equals(parked.tenant())) {
        return Optional.of(told);
      }
    }
    return Optional.empty();
  }

  private static void requireEverybodyTold(LocalStack stack, Client client) {
    JsonNode health = client.get("", "/health", "").require(200).json();
    assertThat(health.path("status").asText()).isEqualTo("degraded");
    assertThat(health.path("parked_tenants").asInt()).isGreaterThanOrEqualTo(2);
    for (Part service : List.of(Part.GATEWAY, Part.APPLIER)) {
      Await.until(
          service + " counts parked tenants",
          SOON,
          () -> Metrics.of(stack, service).sum(PARKED.getOrDefault(service, "")) >= 2);
    }
  }

  private static void awaitInCheckpoint(LocalStack stack, Parked parked) {
    JsonNode mark =
        Await.value(
            "a checkpoint says that %s is parked".formatted(parked.tenant()),
            Duration.ofMinutes(2),
            () ->
                Manifests.newestMark(stack, parked.position().partition(), parked.tenant())
                    .filter(it -> it.has("parked")));
    assertThat(mark.path("parked").path("n").asLong()).isEqualTo(parked.position().n());
  }
}
