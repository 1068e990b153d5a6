package io.entdb.systemtests.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part.Kind;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.WalPosition;
import io.entdb.model.json.JsonReader;
import io.entdb.model.record.Authority;
import io.entdb.model.record.Member;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RecordCodec;
import io.entdb.model.record.RequestHash;
import io.entdb.model.record.WalRecord;
import io.entdb.model.schema.SchemaReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge itself has to be right. */
final class LogReplayTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Principal ACTOR = new Principal("system:test");

  /**
   * Goal: a replay finds what the log holds: effects, repetitions, faults and digests. Method:
   * records written by hand, without any service.
   */
  @Test
  void aReplayTellsEffectsFromRepetitionsAndStopsBeforeAFault(@TempDir Path folder)
      throws Exception {
    try (LocalStack stack = LocalStack.builder().only(Kind.BROKER).start()) {
      try (var admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrap()))) {
        admin.createTopics(List.of(new NewTopic(WholeLog.TOPIC, 2, (short) 1))).all().get();
      }
      WalPosition garbage;
      try (var log = LogAppends.to(stack)) {
        log.append(1, "acme", record("open", open()));
        log.append(1, "acme", record("a", create("n1", "first")));
        log.append(1, "acme", record("a", create("n1", "first")));
        log.append(1, "acme", record("b", create("n2", "second")));
        garbage = log.append(1, "acme", new byte[] {1, 2, 3});
        log.append(1, "acme", record("c", create("n3", "third")));
      }

      try (LogReplay replay = LogReplay.of(stack, folder)) {
        ReplayedTenant acme = replay.tenant("acme");
        assertThat(acme.records()).isEqualTo(6);
        assertThat(acme.recordsOfKey("a")).isEqualTo(2);
        assertThat(acme.effectsOfKey("a")).isEqualTo(1);
        assertThat(acme.notesByMark()).isEqualTo(Map.of("first", 1, "second", 1));
        assertThat(acme.fault()).contains(garbage);
        assertThat(acme.digestAt(1)).isNotEqualTo(acme.digestAt(0));
        assertThat(acme.digestAt(3)).contains(acme.state().digest());
        assertThat(acme.outcome("c")).isEmpty();
      }
    }
  }

  private static byte[] record(String key, Operation operation) {
    return RecordCodec.encode(
        new WalRecord(
            1,
            ACME,
            1,
            ACTOR,
            new Authority.Privileged(),
            new IdempotencyKey(key),
            new RequestHash(new byte[32]),
            "",
            List.of(operation)));
  }

  private static Operation open() {
    return new Operation.OpenTenant(
        List.of(new Member(ACTOR, Role.OWNER)),
        SchemaReader.read(JsonReader.read(TestSchema.json().toString(), 64)).schema());
  }

  private static Operation create(String id, String mark) {
    return new Operation.CreateNode(
        TestSchema.NOTE,
        new NodeId(id),
        "",
        Payload.of(Map.of(TestSchema.MARK, new Value.Str(mark))),
        Optional.empty());
  }
}
