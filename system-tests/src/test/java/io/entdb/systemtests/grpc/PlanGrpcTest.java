package io.entdb.systemtests.grpc;

import static io.entdb.systemtests.grpc.Grpc.createNote;
import static io.entdb.systemtests.grpc.Grpc.json;
import static io.entdb.systemtests.grpc.Grpc.number;
import static io.entdb.systemtests.grpc.Grpc.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import io.entdb.grpc.v1.CreateEdgeOp;
import io.entdb.grpc.v1.CreateNodeOp;
import io.entdb.grpc.v1.ExecuteAtomicRequest;
import io.entdb.grpc.v1.ExecuteAtomicResponse;
import io.entdb.grpc.v1.GetConnectedNodesRequest;
import io.entdb.grpc.v1.GetEdgesRequest;
import io.entdb.grpc.v1.GetReceiptStatusRequest;
import io.entdb.grpc.v1.GetReceiptStatusResponse;
import io.entdb.grpc.v1.NodeRef;
import io.entdb.grpc.v1.Operation;
import io.entdb.grpc.v1.QueryNodesRequest;
import io.entdb.grpc.v1.ReceiptStatus;
import io.entdb.grpc.v1.TypedNodeRef;
import io.entdb.grpc.v1.UpdateNodeOp;
import io.entdb.grpc.v1.UpdateNodePrecondition;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import io.grpc.Status.Code;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class PlanGrpcTest {
  private static final int KEY = 3;

  private Grpc grpc;

  @BeforeEach
  void freshTenant(LocalStack stack) {
    grpc = Grpc.fresh(stack);
  }

  @Test
  void aPlanWithAliasesIsAppliedAsAWhole() {
    ExecuteAtomicResponse answer =
        grpc.commit(
            Grpc.create(CreateNodeOp.newBuilder().setTypeId(7).setAs("a")),
            Grpc.create(CreateNodeOp.newBuilder().setTypeId(7).setId("two")),
            edge(alias("$a"), Grpc.ref("two")),
            edge(Grpc.ref("$a.id"), typed("two")),
            edge(alias("a"), alias("$a.id")),
            Grpc.updateNote("$a", Map.of(2, number(5))));

    assertThat(answer.getSuccess()).isTrue();
    assertThat(answer.getAppliedStatus()).isEqualTo(ReceiptStatus.RECEIPT_STATUS_APPLIED);
    assertThat(answer.getReceipt().getTenantId()).isEqualTo(grpc.tenant());
    assertThat(answer.getReceipt().getIdempotencyKey()).isNotEmpty();
    assertThat(answer.getReceipt().getStreamPosition()).matches("entdb-wal:\\d+:\\d+");
    assertThat(answer.getCreatedNodeIdsList()).hasSize(2).endsWith("two");
    assertThat(answer.getExistingNodeIdsList()).isEmpty();
    String made = answer.getCreatedNodeIds(0);
    assertThat(grpc.node(made).getNode().getTypedPayloadOrThrow(2)).isEqualTo(number(5));
    assertThat(
            grpc.call()
                .getEdgesFrom(
                    GetEdgesRequest.newBuilder().setContext(grpc.context()).setNodeId(made).build())
                .getEdgesList())
        .hasSize(2);
  }

  private static Operation edge(NodeRef from, NodeRef to) {
    return Operation.newBuilder()
        .setCreateEdge(CreateEdgeOp.newBuilder().setEdgeId(9).setFrom(from).setTo(to))
        .build();
  }

  private static NodeRef alias(String text) {
    return NodeRef.newBuilder().setAliasRef(text).build();
  }

  private static NodeRef typed(String id) {
    return NodeRef.newBuilder().setTyped(TypedNodeRef.newBuilder().setTypeId(7).setId(id)).build();
  }

  @Test
  void withoutWaitingAPlanIsPendingAndItsReceiptTellsTheRest() {
    ExecuteAtomicResponse answer =
        grpc.call()
            .executeAtomic(
                grpc.plan(createNote(Map.of()))
                    .setWaitApplied(false)
                    .setIdempotencyKey("k")
                    .build());
    assertThat(answer.getSuccess()).isTrue();
    assertThat(answer.getAppliedStatus()).isEqualTo(ReceiptStatus.RECEIPT_STATUS_PENDING);
    assertThat(answer.getCreatedNodeIdsList()).hasSize(1);

    grpc.commit(createNote(Map.of()));
    assertThat(receipt("k").getStatus()).isEqualTo(ReceiptStatus.RECEIPT_STATUS_APPLIED);
    assertThat(receipt("never used").getStatus()).isEqualTo(ReceiptStatus.RECEIPT_STATUS_PENDING);
  }

  private GetReceiptStatusResponse receipt(String key) {
    return grpc.call()
        .getReceiptStatus(
            GetReceiptStatusRequest.newBuilder()
                .setContext(grpc.as("system").context())
                .setIdempotencyKey(key)
                .build());
  }

  @Test
  void aRetryIsAnsweredAsTheFirstTimeAndAKeyIsGoodForOneRequest() {
    ExecuteAtomicRequest request =
        grpc.plan(createNote(Map.of(1, text("x"), 2, number(3)))).setIdempotencyKey("k").build();
    ExecuteAtomicResponse first = grpc.call().executeAtomic(request);
    assertThat(grpc.call().executeAtomic(request)).isEqualTo(first);

    Grpc.requireFailure(
        Code.FAILED_PRECONDITION,
        "was used before",
        () ->
            grpc.call()
                .executeAtomic(
                    grpc.plan(createNote(Map.of(1, text("y")))).setIdempotencyKey("k").build()));
  }

  @Test
  void aUniqueViolationIsAlreadyExistsInTheWordsThatClientsParse() {
    grpc.note(Map.of(KEY, text("it's")));
    ExecuteAtomicRequest request =
        grpc.plan(createNote(Map.of(KEY, text("it's")))).setIdempotencyKey("u").build();
    String words =
        "Unique constraint violation: tenant=%s type_id=7 field_id=3 value='it\\'s' already exists"
            .formatted(grpc.tenant());
    assertThat(Grpc.failure(() -> grpc.call().executeAtomic(request)).getDescription())
        .isEqualTo(words);
    Grpc.requireFailure(Code.ALREADY_EXISTS, words, () -> grpc.call().executeAtomic(request));
    assertThat(receipt("u").getStatus()).isEqualTo(ReceiptStatus.RECEIPT_STATUS_FAILED);
    assertThat(receipt("u").getError()).isEqualTo(words);
  }

  @Test
  void anIdThatIsTakenIsAlreadyExists() {
    grpc.commit(Grpc.create(CreateNodeOp.newBuilder().setTypeId(7).setId("one")));
    Grpc.requireFailure(
        Code.ALREADY_EXISTS,
        "node \"one\" already exists",
        () -> grpc.commit(Grpc.create(CreateNodeOp.newBuilder().setTypeId(7).setId("one"))));
  }

  @Test
  void aMissedPreconditionIsAnAnswer() {
    String id = grpc.note(Map.of(1, text("a")));
    ExecuteAtomicResponse missed =
        grpc.call()
            .executeAtomic(
                grpc.plan(
                        createNote(Map.of()),
                        Grpc.update(
                            UpdateNodeOp.newBuilder()
                                .setTypeId(7)
                                .setId(id)
                                .putTypedPatch(1, text("c"))
                                .setPrecondition(
                                    UpdateNodePrecondition.newBuilder()
                                        .setFieldId(1)
                                        .setEquals(json("b")))))
                    .setIdempotencyKey("cas")
                    .build());
    assertThat(missed.getSuccess()).isFalse();
    assertThat(missed.getError()).isEqualTo("precondition failed");
    assertThat(missed.getErrorCode()).isEqualTo("FAILED_PRECONDITION");
    assertThat(missed.getAppliedStatus())
        .isEqualTo(ReceiptStatus.RECEIPT_STATUS_FAILED_PRECONDITION);
    assertThat(missed.getPreconditionFailure().getOpIndex()).isEqualTo(1);
    assertThat(missed.getPreconditionFailure().getField()).isEqualTo("1");
    assertThat(missed.getPreconditionFailure().getExpected()).isEqualTo(json("b"));
    assertThat(missed.getPreconditionFailure().getObserved()).isEqualTo(json("a"));
    GetReceiptStatusResponse receipt = receipt("cas");
    assertThat(receipt.getStatus()).isEqualTo(ReceiptStatus.RECEIPT_STATUS_FAILED_PRECONDITION);
    assertThat(receipt.getPreconditionFailure()).isEqualTo(missed.getPreconditionFailure());
  }

  @Test
  void aPreconditionOnNullMatchesWhatIsAbsentAndTellsWhatIsThere() {
    String id = grpc.note(Map.of());
    var nothing = UpdateNodePrecondition.newBuilder().setFieldId(2);
    ExecuteAtomicResponse first = grpc.commit(cas(id, nothing, 1L << 60));
    assertThat(first.getSuccess()).isTrue();
    ExecuteAtomicResponse second = grpc.commit(cas(id, nothing, 1));
    assertThat(second.getSuccess()).isFalse();
    assertThat(second.getPreconditionFailure().getExpected().getNullValue())
        .isEqualTo(NullValue.NULL_VALUE);
    assertThat(second.getPreconditionFailure().getObserved()).isEqualTo(json(0x1p60));
    ExecuteAtomicResponse third =
        grpc.commit(
            cas(
                id,
                UpdateNodePrecondition.newBuilder()
                    .setFieldId(2)
                    .setEquals(json(7))
                    .setTypedEquals(number(1L << 60)),
                2));
    assertThat(third.getSuccess()).as("the typed form wins").isTrue();
  }

  private static Operation cas(String id, UpdateNodePrecondition.Builder condition, long value) {
    return Grpc.update(
        UpdateNodeOp.newBuilder()
            .setTypeId(7)
            .setId(id)
            .putTypedPatch(2, number(value))
            .setPrecondition(condition));
  }

  @Test
  void deletesAreFinalAndRepeatable() {
    String id = grpc.note(Map.of(KEY, text("k")));
    assertThat(grpc.commit(Grpc.delete(id)).getSuccess()).isTrue();
    assertThat(grpc.node(id).getFound()).isFalse();
    assertThat(grpc.commit(Grpc.delete(id)).getSuccess()).isTrue();
    grpc.note(Map.of(KEY, text("k")));
  }

  @Test
  void edgesAreMadeAndTakenAway() {
    String a = grpc.note(Map.of());
    String b = grpc.note(Map.of());
    grpc.commit(Grpc.link(a, b));
    assertThat(grpc.commit(Grpc.unlink(a, b)).getSuccess()).isTrue();
    assertThat(grpc.commit(Grpc.unlink(a, b)).getSuccess()).isTrue();
    Grpc.requireFailure(
        Code.NOT_FOUND, "does not exist", () -> grpc.commit(Grpc.link(a, "nobody")));
  }

  @Test
  void theStructFormIsReadWhereTheTypedOneIsEmpty() {
    Struct data =
        Struct.newBuilder()
            .putFields("1", json("struct"))
            .putFields("2", json(41))
            .putFields("5", json("AQID"))
            .putFields("10", json(1.7e12))
            .build();
    ExecuteAtomicResponse answer =
        grpc.commit(
            Grpc.create(CreateNodeOp.newBuilder().setTypeId(7).setData(data)),
            Grpc.create(
                CreateNodeOp.newBuilder()
                    .setTypeId(7)
                    .setData(data)
                    .putTypedData(1, text("typed"))));
    var struct = grpc.node(answer.getCreatedNodeIds(0)).getNode();
    assertThat(struct.getTypedPayloadOrThrow(1)).isEqualTo(text("struct"));
    assertThat(struct.getTypedPayloadOrThrow(2)).isEqualTo(number(41));
    assertThat(struct.getTypedPayloadOrThrow(5).getBytesValue().toByteArray())
        .containsExactly(1, 2, 3);
    assertThat(struct.getTypedPayloadOrThrow(10)).isEqualTo(number(1_700_000_000_000L));
    assertThat(struct.getPayload()).isEqualTo(data);
    var typed = grpc.node(answer.getCreatedNodeIds(1)).getNode();
    assertThat(typed.getTypedPayloadMap()).isEqualTo(Map.of(1, text("typed")));
  }

  @Test
  void malformedPlansAreRefusedBeforeTheyReachTheLog() {
    grpc.note(Map.of());
    refused("operations list is empty", grpc.plan());
    refused("operations list is empty", grpc.plan(Operation.getDefaultInstance()));
    refused("create_node: type_id", grpc.plan(Grpc.create(CreateNodeOp.newBuilder())));
    refused("update_node: type_id", grpc.plan(Grpc.update(UpdateNodeOp.newBuilder().setId("x"))));
    refused("update_node: id", grpc.plan(Grpc.update(UpdateNodeOp.newBuilder().setTypeId(7))));
    refused(
        "create_edge: from: missing node reference",
        grpc.plan(edge(NodeRef.getDefaultInstance(), Grpc.ref("x"))));
    refused("\"$later\" is not given", grpc.plan(edge(alias("$later"), Grpc.ref("x"))));
    refused(
        "update_node: precondition.field_id is required",
        grpc.plan(cas("x", UpdateNodePrecondition.newBuilder(), 1)));
    refused("no field 99", grpc.plan(createNote(Map.of(99, number(1)))));
    refused("field 2", grpc.plan(createNote(Map.of(2, text("one")))));
    refused("field 6", grpc.plan(createNote(Map.of(6, text("closed")))));
    refused(
        "non-field_id key",
        grpc.plan(
            Grpc.create(
                CreateNodeOp.newBuilder()
                    .setTypeId(7)
                    .setData(Struct.newBuilder().putFields("mark", json("x"))))));
    refused(
        "2^53",
        grpc.plan(
            Grpc.create(
                CreateNodeOp.newBuilder()
                    .setTypeId(7)
                    .setData(Struct.newBuilder().putFields("2", json(1e17))))));
    refused("4711", grpc.plan(Grpc.create(CreateNodeOp.newBuilder().setTypeId(4711))));
  }

  private void refused(String text, ExecuteAtomicRequest.Builder request) {
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT, text, () -> grpc.call().executeAtomic(request.build()));
  }

  @Test
  void whoAndWhereMustBeSaid() {
    ExecuteAtomicRequest.Builder plan = grpc.plan(createNote(Map.of()));
    refused("actor is required", plan.clone().setContext(grpc.as("").context()));
    refused(
        "tenant: empty tenant_id",
        plan.clone().setContext(plan.getContext().toBuilder().setTenantId("")));
    refused("cannot act", plan.clone().setContext(grpc.as("group:staff").context()));
    refused("reserved", plan.clone().setContext(grpc.as("__system__").context()));
  }

  @Test
  void aPlanThatTakesMoreThanFourMebibytesExhaustsTheLimit() {
    String mark = "x".repeat(1024 * 1024);
    Operation operation = createNote(Map.of(1, text(mark)));
    Grpc.requireFailure(
        Code.RESOURCE_EXHAUSTED,
        "bytes",
        () -> grpc.commit(operation, operation, operation, operation, operation));
  }

  @Test
  void theSystemMayWriteWhatNobodyRegistered() {
    Grpc system = grpc.as("system:import");
    var payload = Map.of(1, text("a"), 2, number(1L << 60));
    ExecuteAtomicResponse made =
        system.commit(
            Grpc.create(
                CreateNodeOp.newBuilder().setTypeId(4242).setId("a").putAllTypedData(payload)),
            Grpc.create(
                CreateNodeOp.newBuilder()
                    .setTypeId(4242)
                    .setId("b")
                    .setData(Struct.newBuilder().putFields("1", json(7)))),
            Operation.newBuilder()
                .setCreateEdge(
                    CreateEdgeOp.newBuilder()
                        .setEdgeId(4343)
                        .setFrom(Grpc.ref("a"))
                        .setTo(Grpc.ref("b")))
                .build(),
            Grpc.update(
                UpdateNodeOp.newBuilder()
                    .setTypeId(4242)
                    .setId("nobody")
                    .putTypedPatch(1, text("x"))));
    assertThat(made.getSuccess()).isTrue();
    assertThat(system.node("a").getNode().getTypedPayloadMap()).isEqualTo(payload);
    assertThat(system.node("b").getNode().getTypedPayloadOrThrow(1)).isEqualTo(number(7));
    assertThat(
            system
                .call()
                .queryNodes(
                    QueryNodesRequest.newBuilder()
                        .setContext(system.context())
                        .setTypeId(4242)
                        .build())
                .getNodesList())
        .hasSize(2);
    assertThat(
            system
                .call()
                .getConnectedNodes(
                    GetConnectedNodesRequest.newBuilder()
                        .setContext(system.context())
                        .setNodeId("a")
                        .setEdgeTypeId(4343)
                        .build())
                .getNodesList())
        .hasSize(1);
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "4242",
        () -> grpc.commit(Grpc.create(CreateNodeOp.newBuilder().setTypeId(4242))));
  }
}
