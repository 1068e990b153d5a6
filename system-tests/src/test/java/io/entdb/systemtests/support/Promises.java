package io.entdb.systemtests.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.model.WalPosition;
import io.entdb.model.record.Outcome;
import io.entdb.store.StoredOutcome;
import io.entdb.systemtests.support.WriteLoad.Acknowledged;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that every acknowledged write is there, once. */
public final class Promises {
  private Promises() {}

  /** In the log alone. */
  public static void holdInLog(LogReplay replay, List<Acknowledged> writes) {
    for (Acknowledged write : writes) {
      ReplayedTenant tenant = replay.tenant(write.tenant());
      StoredOutcome outcome = tenant.outcome(write.key()).orElseThrow(() -> lost(write));
      assertThat(outcome.outcome())
          .as("%s", write)
          .isInstanceOfSatisfying(
              Outcome.Applied.class,
              applied ->
                  assertThat(applied.results().getFirst().nodeId()).isEqualTo(write.nodeId()));
      WalPosition promised = WalPosition.parse(write.position(), WholeLog.TOPIC);
      assertThat(promised.partition()).as("%s", write).isEqualTo(tenant.partition());
      assertThat(tenant.hasRecordAt(promised.n())).as("%s", write).isTrue();
      assertThat(promised.n()).as("%s", write).isGreaterThanOrEqualTo(outcome.n());
      assertThat(tenant.effectsOfKey(write.key())).as("effects of %s", write).isEqualTo(1);
      assertThat(tenant.node(write.nodeId())).as("%s", write).isPresent();
    }
  }

  private static AssertionError lost(Acknowledged write) {
    return new AssertionError("the log has lost " + write);
  }

  /** In the answers of a gateway: all that was promised, nothing twice, nothing never sent. */
  public static void holdInReads(Client client, WriteLoad load, List<Acknowledged> writes) {
    Map<String, Set<String>> promised =
        writes.stream()
            .collect(
                Collectors.groupingBy(
                    Acknowledged::tenant,
                    Collectors.mapping(Acknowledged::mark, Collectors.toSet())));
    promised.forEach(
        (tenant, marks) -> {
          List<String> found =
              client.allNodes(tenant, TestSchema.NOTE).stream()
                  .map(node -> text(node, "mark"))
                  .filter(load.attempted()::containsKey)
                  .toList();
          assertThat(new HashSet<>(found)).as("notes of %s", tenant).containsAll(marks);
          assertThat(found).as("notes of %s", tenant).doesNotHaveDuplicates();
        });
  }

  /** Each thread wrote one thing after the other, so its positions in a tenant can only rise. */
  public static void rise(List<Acknowledged> writes) {
    var last = new HashMap<String, WalPosition>();
    for (Acknowledged write : writes) {
      WalPosition position = WalPosition.parse(write.position(), WholeLog.TOPIC);
      WalPosition before = last.put(write.thread() + " in " + write.tenant(), position);
      if (before != null) {
        assertThat(position).as("%s", write).isGreaterThan(before);
        assertThat(position.partition()).as("%s", write).isEqualTo(before.partition());
      }
    }
  }

  private static String text(JsonNode node, String field) {
    return node.path("payload").path(field).asText();
  }
}
