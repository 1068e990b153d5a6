package io.entdb.store;

import static io.entdb.store.Records.ALICE;
import static io.entdb.store.Shop.EMAIL;
import static io.entdb.store.Shop.KNOWS;
import static io.entdb.store.Shop.NAME;
import static io.entdb.store.Shop.edge;
import static io.entdb.store.Shop.person;
import static io.entdb.store.Shop.str;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.NodeId;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RefusalCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that bring what is there already, in batches with others that do not. */
class AssumptionsTest {
  @TempDir Path folder;
  private Acme acme;

  @BeforeEach
  void open() throws Exception {
    acme = new Acme(folder, Shop.SCHEMA);
    acme.apply(withEmail("a", "e@a"), person("b", "x"), edge(KNOWS, "a", "b"));
  }

  @AfterEach
  void close() throws Exception {
    acme.close();
  }

  private static Operation withEmail(String id, String email) {
    return person(id, Map.of(NAME, str("x"), EMAIL, str(email)));
  }

  /** Applies plans as one batch, between two that bring only what is new. */
  private List<AppliedRecord> batch(Operation... plans) throws Exception {
    var entries = new ArrayList<LogEntry>();
    entries.add(acme.records.plan(person("before", "x")));
    for (Operation plan : plans) {
      entries.add(acme.records.plan(plan));
    }
    entries.add(acme.records.plan(person("after", "x")));
    List<AppliedRecord> applied = acme.store.apply(entries);
    assertThat(applied).hasSize(entries.size());
    assertThat(applied.getFirst().outcome()).isInstanceOf(Outcome.Applied.class);
    assertThat(applied.getLast().outcome()).isInstanceOf(Outcome.Applied.class);
    return applied.subList(1, applied.size() - 1);
  }

  private static RefusalCode refusal(AppliedRecord record) {
    assertThat(record.outcome()).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) record.outcome()).code();
  }

  @Test
  void aNodeThatIsThereIsRefused() throws Exception {
    assertThat(refusal(batch(person("a", "y")).getFirst())).isEqualTo(RefusalCode.ALREADY_EXISTS);
  }

  @Test
  void aKeyThatIsHeldIsRefused() throws Exception {
    assertThat(refusal(batch(withEmail("c", "e@a")).getFirst()))
        .isEqualTo(RefusalCode.UNIQUE_VIOLATION);
    assertThat(
            refusal(
                acme.store
                    .apply(List.of(acme.records.plan(Shop.update("b", Map.of(EMAIL, str("e@a"))))))
                    .getFirst()))
        .isEqualTo(RefusalCode.UNIQUE_VIOLATION);
  }

  @Test
  void whatTheSameBatchBroughtIsThere() throws Exception {
    List<AppliedRecord> applied =
        batch(withEmail("c", "e@c"), withEmail("d", "e@c"), person("c", "y"));

    assertThat(applied.getFirst().outcome()).isInstanceOf(Outcome.Applied.class);
    assertThat(refusal(applied.get(1))).isEqualTo(RefusalCode.UNIQUE_VIOLATION);
    assertThat(refusal(applied.get(2))).isEqualTo(RefusalCode.ALREADY_EXISTS);
  }

  @Test
  void anEdgeThatIsThereIsOne() throws Exception {
    batch(edge(KNOWS, "a", "b"));

    assertThat(
            acme.store
                .read(
                    Acme.viewer(ALICE),
                    it -> it.edgesOut(new NodeId("a"), OptionalInt.empty(), Optional.empty(), 10))
                .items())
        .hasSize(1);
  }

  /** Creating and deleting a node in one plan inserts nothing that would prove it new. */
  @Test
  void aNodeThatComesAndGoesInOnePlanIsLookedUp() throws Exception {
    LogEntry entry =
        acme.records.plan(person("a", "y"), new Operation.DeleteNode(Shop.byId("a"), true));

    assertThat(refusal(acme.store.apply(List.of(entry)).getFirst()))
        .isEqualTo(RefusalCode.ALREADY_EXISTS);
    assertThat(acme.sees(Acme.viewer(ALICE), "a")).isTrue();
  }

  @Test
  void aRepeatedKeyAnswersAsBefore() throws Exception {
    Operation plan = person("k", "x");
    acme.store.apply(List.of(acme.records.plan(ALICE, "again", plan)));
    List<AppliedRecord> applied =
        acme.store.apply(
            List.of(
                acme.records.plan(person("before", "x")),
                acme.records.plan(ALICE, "again", plan),
                acme.records.plan(ALICE, "again", person("other", "x")),
                acme.records.plan(person("after", "x"))));

    assertThat(applied.get(1).duplicate()).isTrue();
    assertThat(refusal(applied.get(2))).isEqualTo(RefusalCode.IDEMPOTENCY_KEY_REUSED);
    assertThat(acme.sees(Acme.viewer(ALICE), "other")).isFalse();
    assertThat(acme.sees(Acme.viewer(ALICE), "after")).isTrue();
  }
}
