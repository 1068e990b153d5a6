package io.entdb.store;

import static io.entdb.store.Shop.AGE;
import static io.entdb.store.Shop.CITY;
import static io.entdb.store.Shop.EMAIL;
import static io.entdb.store.Shop.FRIEND;
import static io.entdb.store.Shop.KNOWS;
import static io.entdb.store.Shop.NAME;
import static io.entdb.store.Shop.SPOUSE;
import static io.entdb.store.Shop.STATE;
import static io.entdb.store.Shop.STREET;
import static io.entdb.store.Shop.byId;
import static io.entdb.store.Shop.edge;
import static io.entdb.store.Shop.num;
import static io.entdb.store.Shop.person;
import static io.entdb.store.Shop.str;
import static io.entdb.store.Shop.update;
import static io.entdb.store.Shop.updateIf;
import static io.entdb.store.Shop.withAcl;
import static io.entdb.store.Shop.withAlias;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.Grant;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.record.Authority;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RefusalCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What plans come to, one behaviour each, through the real store. */
class PlanRulesTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Viewer ALICE = new Viewer(Records.ALICE, new Authority.Asserted());
  private static final Viewer BOB = new Viewer(Records.BOB, new Authority.Asserted());

  @TempDir Path folder;
  private final Records records = new Records(ACME, 1);
  private TenantStore store;

  @BeforeEach
  void open() throws Exception {
    store = TenantStore.open(folder.resolve("acme.db"), ACME, StoreSettings.DEFAULT);
    store.apply(List.of(records.opening(Shop.SCHEMA)));
  }

  @AfterEach
  void digestsAgreeWithTheRows() throws Exception {
    assertThat(store.recomputeDigest()).isEqualTo(store.state().digest());
    store.close();
  }

  @Test
  void aPlanMakesNodesAndEdgesByAlias() throws Exception {
    Outcome outcome =
        apply(
            records.plan(
                withAlias(person("n1", "Ann"), "a"),
                withAlias(person("n2", "Ben"), "b"),
                new Operation.CreateEdge(
                    KNOWS, new NodeRef.ByAlias("a"), new NodeRef.ByAlias("b"), Payload.EMPTY)));

    assertThat(((Outcome.Applied) outcome).results())
        .extracting(Outcome.OpResult::nodeId)
        .containsExactly("n1", "n2", "");
    Page<EdgeView> edges =
        store.read(
            ALICE, it -> it.edgesOut(new NodeId("n1"), OptionalInt.empty(), Optional.empty(), 10));
    assertThat(edges.items()).extracting(it -> it.to().value()).containsExactly("n2");
  }

  @Test
  void anyRefusalUndoesTheWholePlan() throws Exception {
    Outcome outcome = apply(records.plan(person("n1", "Ann"), edge(KNOWS, "n1", "nobody")));

    assertThat(refused(outcome).code()).isEqualTo(RefusalCode.NOT_FOUND);
    assertThat(refused(outcome).opIndex()).isEqualTo(1);
    assertThat(node("n1")).isEmpty();
  }

  @Test
  void aRetryGetsTheStoredOutcomeAndChangesNothing() throws Exception {
    apply(records.plan(Records.ALICE, "k", person("n1", "Ann")));
    long version = node("n1").orElseThrow().version();

    AppliedRecord again = applied(records.plan(Records.ALICE, "k", person("n1", "Ann")));

    assertThat(again.duplicate()).isTrue();
    assertThat(again.outcome()).isInstanceOf(Outcome.Applied.class);
    assertThat(node("n1").orElseThrow().version()).isEqualTo(version);
  }

  @Test
  void aKeyOfAnotherRequestIsTurnedAway() throws Exception {
    apply(records.plan(Records.ALICE, "k", person("n1", "Ann")));

    Outcome outcome = apply(records.plan(Records.ALICE, "k", person("n2", "Ben")));

    assertThat(refused(outcome).code()).isEqualTo(RefusalCode.IDEMPOTENCY_KEY_REUSED);
    assertThat(node("n2")).isEmpty();
  }

  @Test
  void refusalsAreRememberedToo() throws Exception {
    LogEntry first = records.plan(Records.ALICE, "k", update("n1", Map.of(AGE, num(3))));
    assertThat(refused(apply(first)).code()).isEqualTo(RefusalCode.NOT_FOUND);
    apply(records.plan(person("n1", "Ann")));

    AppliedRecord again =
        applied(records.plan(Records.ALICE, "k", update("n1", Map.of(AGE, num(3)))));

    assertThat(again.duplicate()).isTrue();
    assertThat(refused(again.outcome()).code()).isEqualTo(RefusalCode.NOT_FOUND);
  }

  @Test
  void keysAreForgottenAfterSevenDaysOfTenantTime() throws Exception {
    apply(records.plan(Records.ALICE, "k", person("n1", "Ann")));
    records.later(7L * 24 * 3600 * 1000);

    AppliedRecord again = applied(records.plan(Records.ALICE, "k", person("n1", "Ann")));

    assertThat(again.duplicate()).isFalse();
    assertThat(refused(again.outcome()).code()).isEqualTo(RefusalCode.ALREADY_EXISTS);
  }

  @Test
  void aUniqueFieldHoldsAValueOnce() throws Exception {
    apply(records.plan(person("n1", Map.of(NAME, str("Ann"), EMAIL, str("a'b@x")))));

    Outcome outcome =
        apply(records.plan(person("n2", Map.of(NAME, str("Ben"), EMAIL, str("a'b@x")))));

    assertThat(refused(outcome).code()).isEqualTo(RefusalCode.UNIQUE_VIOLATION);
    assertThat(refused(outcome).message())
        .isEqualTo(
            "Unique constraint violation: tenant=acme type_id=1 field_id=2 value='a\\'b@x'"
                + " already exists");
  }

  @Test
  void aTupleIsUniqueTogetherAndNullsNeverCollide() throws Exception {
    apply(records.plan(person("n1", Map.of(NAME, str("a"), CITY, str("x"), STREET, str("y")))));
    apply(records.plan(person("n2", Map.of(NAME, str("b"), CITY, str("x")))));
    apply(records.plan(person("n3", Map.of(NAME, str("c"), CITY, str("x"), STREET, Value.NULL))));

    Outcome outcome = apply(records.plan(update("n3", Map.of(STREET, str("y")))));

    assertThat(refused(outcome).message())
        .isEqualTo(
            "Composite unique constraint violation: tenant=acme type_id=1 constraint='(6,7)'"
                + " fields=[6, 7] values=['x', 'y'] already exists");
  }

  @Test
  void aPlanMayHandAUniqueValueFromOneNodeToAnother() throws Exception {
    apply(records.plan(person("n1", Map.of(NAME, str("a"), EMAIL, str("e")))));
    apply(records.plan(person("n2", "b")));

    Outcome outcome =
        apply(
            records.plan(
                update("n1", Map.of(EMAIL, Value.NULL)), update("n2", Map.of(EMAIL, str("e")))));

    assertThat(outcome).isInstanceOf(Outcome.Applied.class);
    assertThat(byEmail("e")).map(it -> it.id().value()).contains("n2");
  }

  @Test
  void softDeletingHidesTheNodeAndItsEdgesAndFreesItsKeys() throws Exception {
    apply(
        records.plan(
            person("n1", Map.of(NAME, str("a"), EMAIL, str("e"))),
            person("n2", "b"),
            edge(KNOWS, "n2", "n1")));

    apply(records.plan(new Operation.DeleteNode(byId("n1"), false)));

    assertThat(node("n1")).isEmpty();
    assertThat(evenDeleted("n1").deleted()).isTrue();
    assertThat(
            store
                .read(
                    ALICE,
                    it -> it.edgesOut(new NodeId("n2"), OptionalInt.empty(), Optional.empty(), 10))
                .items())
        .isEmpty();
    assertThat(apply(records.plan(person("n3", Map.of(NAME, str("c"), EMAIL, str("e"))))))
        .isInstanceOf(Outcome.Applied.class);
  }

  @Test
  void hardDeletingRemovesTheNodeAndItsEdges() throws Exception {
    apply(records.plan(person("n1", "a"), person("n2", "b"), edge(KNOWS, "n2", "n1")));

    apply(records.plan(new Operation.DeleteNode(byId("n1"), true)));
    apply(records.plan(person("n1", "again")));

    assertThat(node("n1").orElseThrow().version()).isEqualTo(1);
    assertThat(
            store
                .read(
                    ALICE,
                    it -> it.edgesIn(new NodeId("n1"), OptionalInt.empty(), Optional.empty(), 10))
                .items())
        .isEmpty();
  }

  @Test
  void versionsCountChangesAndGuardUpdates() throws Exception {
    apply(records.plan(person("n1", "a")));
    apply(records.plan(update("n1", Map.of(AGE, num(1)))));

    Outcome outcome =
        apply(
            records.plan(
                new Operation.UpdateNode(
                    byId("n1"),
                    Payload.of(Map.of(AGE, num(2))),
                    OptionalLong.of(1),
                    Optional.empty())));

    assertThat(refused(outcome).code()).isEqualTo(RefusalCode.VERSION_MISMATCH);
    assertThat(refused(outcome).details()).containsEntry("observed", "2");
  }

  @Test
  void aPreconditionSeesEarlierStepsAndNullMatchesAbsent() throws Exception {
    apply(records.plan(person("n1", "a")));

    Outcome first =
        apply(
            records.plan(
                updateIf("n1", AGE, Value.NULL, Map.of(AGE, num(1))),
                updateIf("n1", AGE, num(1), Map.of(AGE, num(2)))));
    Outcome second = apply(records.plan(updateIf("n1", AGE, num(1), Map.of(AGE, num(3)))));

    assertThat(first).isInstanceOf(Outcome.Applied.class);
    assertThat(refused(second).code()).isEqualTo(RefusalCode.PRECONDITION_FAILED);
    assertThat(refused(second).details()).containsEntry("observed", "2");
  }

  @Test
  void payloadsMustFitTheSchema() throws Exception {
    assertThat(code(records.plan(person("n1", Map.of(AGE, num(1))))))
        .isEqualTo(RefusalCode.VALIDATION_ERROR);
    assertThat(code(records.plan(person("n1", Map.of(NAME, num(1))))))
        .isEqualTo(RefusalCode.VALIDATION_ERROR);
    assertThat(code(records.plan(person("n1", Map.of(NAME, str("a"), STATE, str("odd"))))))
        .isEqualTo(RefusalCode.VALIDATION_ERROR);
    assertThat(code(records.plan(person("n1", Map.of(NAME, str("a"), 99, num(1))))))
        .isEqualTo(RefusalCode.VALIDATION_ERROR);
  }

  @Test
  void refsAreCheckedAtTheEndOfThePlan() throws Exception {
    Outcome forward =
        apply(
            records.plan(
                person("n1", Map.of(NAME, str("a"), FRIEND, str("n2"))), person("n2", "b")));
    Outcome dangling = apply(records.plan(update("n1", Map.of(FRIEND, str("nobody")))));

    assertThat(forward).isInstanceOf(Outcome.Applied.class);
    assertThat(refused(dangling).code()).isEqualTo(RefusalCode.VALIDATION_ERROR);
  }

  @Test
  void aTypeMayAllowOneEdgePerSource() throws Exception {
    apply(records.plan(person("n1", "a"), person("n2", "b"), person("n3", "c")));
    apply(records.plan(edge(SPOUSE, "n1", "n2")));

    assertThat(code(records.plan(edge(SPOUSE, "n1", "n3"))))
        .isEqualTo(RefusalCode.UNIQUE_VIOLATION);
    assertThat(
            apply(
                records.plan(
                    new Operation.DeleteEdge(SPOUSE, byId("n1"), byId("n2")),
                    edge(SPOUSE, "n1", "n3"))))
        .isInstanceOf(Outcome.Applied.class);
  }

  @Test
  void aRestrictedNodeIsThereOnlyForThoseItNames() throws Exception {
    apply(records.plan(withAcl(person("n1", "a"))));
    assertThat(seenBy(BOB, "n1")).isEmpty();
    assertThat(
            refused(apply(records.plan(Records.BOB, "b1", update("n1", Map.of(AGE, num(1))))))
                .code())
        .isEqualTo(RefusalCode.NOT_FOUND);

    apply(records.plan(new Operation.SetVisibility(byId("n1"), List.of(Grant.read(Records.BOB)))));

    assertThat(seenBy(BOB, "n1")).isPresent();
    assertThat(
            refused(apply(records.plan(Records.BOB, "b2", update("n1", Map.of(AGE, num(1))))))
                .code())
        .isEqualTo(RefusalCode.FORBIDDEN);
  }

  @Test
  void grantsEndWithTenantTimeAndADenyBeatsThem() throws Exception {
    long soon = store.state().tenantTime() + 1_000;
    apply(
        records.plan(
            withAcl(person("n1", "a"), Grant.ofWord(Records.BOB, "read", soon)),
            withAcl(
                person("n2", "b"),
                Grant.ofWord(io.entdb.model.Principal.EVERYONE, "read", 0),
                Grant.ofWord(Records.BOB, "deny", 0))));
    assertThat(seenBy(BOB, "n1")).isPresent();
    assertThat(seenBy(BOB, "n2")).isEmpty();

    records.later(2_000);
    apply(records.plan(person("n3", "c")));

    assertThat(seenBy(BOB, "n1")).isEmpty();
  }

  @Test
  void anAuthenticatedStrangerMayNeitherReadNorWrite() throws Exception {
    apply(records.plan(person("n1", "a")));
    var stranger = new Viewer(Records.BOB, new Authority.Member());

    Outcome outcome =
        apply(records.entry(Records.BOB, new Authority.Member(), "x", List.of(person("n2", "b"))));

    assertThat(refused(outcome).code()).isEqualTo(RefusalCode.FORBIDDEN);
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> store.read(stranger, it -> it.node(new NodeId("n1"), false))))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void aSchemaThatBreaksThePresentOneIsRefusedWithItsChanges() throws Exception {
    var narrower =
        new Operation.PutSchema(io.entdb.model.schema.Schema.of(List.of(Shop.PERSONS), List.of()));

    Outcome outcome = apply(records.plan(narrower));

    assertThat(refused(outcome).code()).isEqualTo(RefusalCode.SCHEMA_INCOMPATIBLE);
    assertThat(refused(outcome).details()).containsKey("changes");
  }

  private Optional<NodeView> node(String id) throws Exception {
    return seenBy(ALICE, id);
  }

  private Optional<NodeView> seenBy(Viewer viewer, String id) throws Exception {
    return store.read(viewer, it -> it.node(new NodeId(id), false));
  }

  private NodeView evenDeleted(String id) throws Exception {
    return store.read(ALICE, it -> it.node(new NodeId(id), true)).orElseThrow();
  }

  private Optional<NodeView> byEmail(String email) throws Exception {
    return store.read(ALICE, it -> it.nodeByKey(Shop.PERSON, EMAIL, str(email)));
  }

  private RefusalCode code(LogEntry entry) throws Exception {
    return refused(apply(entry)).code();
  }

  private Outcome apply(LogEntry entry) throws Exception {
    return applied(entry).outcome();
  }

  private AppliedRecord applied(LogEntry entry) throws Exception {
    return store.apply(List.of(entry)).getFirst();
  }

  private static Outcome.Refused refused(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return (Outcome.Refused) outcome;
  }
}
