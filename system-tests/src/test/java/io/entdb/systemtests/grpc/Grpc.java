package io.entdb.systemtests.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Value;
import io.entdb.grpc.v1.CreateEdgeOp;
import io.entdb.grpc.v1.CreateNodeOp;
import io.entdb.grpc.v1.DeleteEdgeOp;
import io.entdb.grpc.v1.DeleteNodeOp;
import io.entdb.grpc.v1.EntDBServiceGrpc;
import io.entdb.grpc.v1.EntDBServiceGrpc.EntDBServiceBlockingStub;
import io.entdb.grpc.v1.EntValue;
import io.entdb.grpc.v1.ExecuteAtomicRequest;
import io.entdb.grpc.v1.ExecuteAtomicResponse;
import io.entdb.grpc.v1.GetNodeRequest;
import io.entdb.grpc.v1.GetNodeResponse;
import io.entdb.grpc.v1.NodeRef;
import io.entdb.grpc.v1.Operation;
import io.entdb.grpc.v1.RequestContext;
import io.entdb.grpc.v1.UpdateNodeOp;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.TestSchema;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Calls of one actor to one tenant. */
record Grpc(EntDBServiceBlockingStub service, String tenant, String actor) {
  static final String ALICE = "user:alice";
  static final String BOB = "user:bob";
  static final String ADMIN = "admin:root";

  /** Longer than any wait that the server does itself. */
  private static final int PATIENCE_S = 45;

  /** A tenant that nobody has used, and Alice. The first write makes the tenant. */
  static Grpc fresh(LocalStack stack) {
    return of(stack, "g-" + UUID.randomUUID(), ALICE);
  }

  static Grpc of(LocalStack stack, String tenant, String actor) {
    return new Grpc(EntDBServiceGrpc.newBlockingStub(Channels.of(stack)), tenant, actor);
  }

  /** The same tenant, another actor. */
  Grpc as(String other) {
    return new Grpc(service, tenant, other);
  }

  /** The service, each call of which ends in good time. */
  EntDBServiceBlockingStub call() {
    return service.withDeadlineAfter(PATIENCE_S, TimeUnit.SECONDS);
  }

  RequestContext context() {
    return RequestContext.newBuilder().setTenantId(tenant).setActor(actor).build();
  }

  /** A plan that waits for its outcome. */
  ExecuteAtomicRequest.Builder plan(Operation... operations) {
    return ExecuteAtomicRequest.newBuilder()
        .setContext(context())
        .setWaitApplied(true)
        .addAllOperations(List.of(operations));
  }

  /** Commits operations and waits for their outcome. */
  ExecuteAtomicResponse commit(Operation... operations) {
    return call().executeAtomic(plan(operations).build());
  }

  /** Makes a note and answers its id. */
  String note(Map<Integer, EntValue> payload) {
    ExecuteAtomicResponse answer = commit(createNote(payload));
    assertThat(answer.getSuccess()).as("%s", answer).isTrue();
    return answer.getCreatedNodeIds(0);
  }

  GetNodeResponse node(String id) {
    return call().getNode(GetNodeRequest.newBuilder().setContext(context()).setNodeId(id).build());
  }

  /** The status with which a call fails. */
  static Status failure(ThrowingCallable call) {
    return thrown(call).getStatus();
  }

  static StatusRuntimeException thrown(ThrowingCallable call) {
    StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(thrown).as("the call succeeds").isNotNull();
    return thrown;
  }

  static void requireFailure(Status.Code code, String text, ThrowingCallable call) {
    Status status = failure(call);
    assertThat(status.getCode()).as("%s", status).isEqualTo(code);
    assertThat(status.getDescription()).contains(text);
  }

  static Operation createNote(Map<Integer, EntValue> payload) {
    return create(CreateNodeOp.newBuilder().setTypeId(TestSchema.NOTE).putAllTypedData(payload));
  }

  static Operation create(CreateNodeOp.Builder op) {
    return Operation.newBuilder().setCreateNode(op).build();
  }

  static Operation update(UpdateNodeOp.Builder op) {
    return Operation.newBuilder().setUpdateNode(op).build();
  }

  static Operation updateNote(String id, Map<Integer, EntValue> patch) {
    return update(
        UpdateNodeOp.newBuilder().setTypeId(TestSchema.NOTE).setId(id).putAllTypedPatch(patch));
  }

  static Operation delete(String id) {
    return Operation.newBuilder()
        .setDeleteNode(DeleteNodeOp.newBuilder().setTypeId(TestSchema.NOTE).setId(id))
        .build();
  }

  static Operation link(String from, String to) {
    return Operation.newBuilder()
        .setCreateEdge(
            CreateEdgeOp.newBuilder().setEdgeId(TestSchema.LINK).setFrom(ref(from)).setTo(ref(to)))
        .build();
  }

  static Operation unlink(String from, String to) {
    return Operation.newBuilder()
        .setDeleteEdge(
            DeleteEdgeOp.newBuilder().setEdgeId(TestSchema.LINK).setFrom(ref(from)).setTo(ref(to)))
        .build();
  }

  static NodeRef ref(String id) {
    return NodeRef.newBuilder().setId(id).build();
  }

  static EntValue text(String text) {
    return EntValue.newBuilder().setStringValue(text).build();
  }

  static EntValue number(long number) {
    return EntValue.newBuilder().setIntValue(number).build();
  }

  static Value json(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  static Value json(double number) {
    return Value.newBuilder().setNumberValue(number).build();
  }
}
