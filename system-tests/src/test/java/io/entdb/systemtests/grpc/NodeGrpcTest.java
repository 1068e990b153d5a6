package io.entdb.systemtests.grpc;

import static io.entdb.systemtests.grpc.Grpc.number;
import static io.entdb.systemtests.grpc.Grpc.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.entdb.grpc.v1.AclEntry;
import io.entdb.grpc.v1.CoreCapability;
import io.entdb.grpc.v1.CreateNodeOp;
import io.entdb.grpc.v1.EntValue;
import io.entdb.grpc.v1.ExecuteAtomicResponse;
import io.entdb.grpc.v1.GetNodeByKeyRequest;
import io.entdb.grpc.v1.GetNodeByKeyResponse;
import io.entdb.grpc.v1.GetNodeRequest;
import io.entdb.grpc.v1.GetNodeResponse;
import io.entdb.grpc.v1.GetNodesRequest;
import io.entdb.grpc.v1.GetNodesResponse;
import io.entdb.grpc.v1.Node;
import io.entdb.grpc.v1.WaitForOffsetRequest;
import io.entdb.grpc.v1.WaitForOffsetResponse;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.SharedStack;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.stub.MetadataUtils;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class NodeGrpcTest {
  private Grpc grpc;
  private Client rest;

  @BeforeEach
  void freshTenant(LocalStack stack) {
    grpc = Grpc.fresh(stack);
    rest = Client.of(stack.rest());
  }

  @Test
  void everyKindGoesInAndComesOutWhole() {
    String parent = grpc.note(Map.of());
    var payload =
        Map.of(
            1, text("mark"),
            2, number(Long.MIN_VALUE + 1),
            4, json(object("deep", Value.newBuilder().setBoolValue(true).build())),
            5, EntValue.newBuilder().setBytesValue(ByteString.copyFrom(new byte[] {0, -1})).build(),
            6, text("open"),
            7, json(list(Grpc.json("a"), Grpc.json("b"))),
            8, EntValue.newBuilder().setDoubleValue(0.1).build(),
            9, EntValue.newBuilder().setBoolValue(false).build(),
            10, number(Long.MAX_VALUE),
            11, text(parent));
    Node node = grpc.node(grpc.note(payload)).getNode();

    assertThat(node.getTypedPayloadMap()).isEqualTo(payload);
    assertThat(node.getTenantId()).isEqualTo(grpc.tenant());
    assertThat(node.getTypeId()).isEqualTo(7);
    assertThat(node.getOwnerActor()).isEqualTo(Grpc.ALICE);
    assertThat(node.getCreatedAt()).isPositive().isEqualTo(node.getUpdatedAt());
    Struct struct = node.getPayload();
    assertThat(struct.getFieldsCount()).isEqualTo(10);
    assertThat(struct.getFieldsOrThrow("5").getStringValue()).isEqualTo("AP8=");
    assertThat(struct.getFieldsOrThrow("10").getNumberValue()).isEqualTo(0x1p63);
    // The same digits over REST.
    assertThat(
            rest.node(grpc.tenant(), node.getNodeId(), "")
                .require(200)
                .json()
                .at("/payload/due")
                .asText())
        .isEqualTo("9223372036854775807");
  }

  private static EntValue json(Value value) {
    return EntValue.newBuilder().setJsonValue(value).build();
  }

  private static Value object(String key, Value value) {
    return Value.newBuilder().setStructValue(Struct.newBuilder().putFields(key, value)).build();
  }

  private static Value list(Value... values) {
    var list = ListValue.newBuilder();
    for (Value value : values) {
      list.addValues(value);
    }
    return Value.newBuilder().setListValue(list).build();
  }

  @Test
  void nullsAreStoredAndJsonBeyondAClientsDepthGoesAsText() {
    String id = grpc.note(Map.of(1, EntValue.getDefaultInstance()));
    assertThat(grpc.node(id).getNode().getTypedPayloadMap())
        .isEqualTo(Map.of(1, EntValue.getDefaultInstance()));

    String deep = "[".repeat(60) + "]".repeat(60);
    String made =
        rest.send(
                "POST",
                "/v1/atomic",
                "",
                Map.of("X-Actor", Grpc.ALICE, "X-Tenant-ID", grpc.tenant()),
                java.net.http.HttpRequest.BodyPublishers.ofString(
                    "{\"wait_applied\":true,\"operations\":[{\"op\":\"create_node\",\"type_id\":7,"
                        + "\"payload\":{\"extra\":"
                        + deep
                        + "}}]}"))
            .require(200)
            .nodeId();
    assertThat(grpc.node(made).getNode().getTypedPayloadOrThrow(4).getJsonValue().getStringValue())
        .isEqualTo(deep);
  }

  @Test
  void aNodeThatIsNotThereIsNotFoundAndNoError() {
    grpc.note(Map.of());
    assertThat(grpc.node("nobody")).isEqualTo(GetNodeResponse.getDefaultInstance());
    Grpc.requireFailure(Code.INVALID_ARGUMENT, "node_id is required", () -> grpc.node(""));
    Grpc.requireFailure(
        Code.NOT_FOUND,
        "tenant \"nowhere\" does not exist",
        () -> new Grpc(grpc.service(), "nowhere", Grpc.ALICE).node("x"));
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "tenant: empty tenant_id",
        () -> new Grpc(grpc.service(), "", Grpc.ALICE).node("x"));
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "reserved",
        () -> new Grpc(grpc.service(), "_system", Grpc.ALICE).node("x"));
  }

  @Test
  void aBatchKeepsItsOrderAndNamesWhatIsMissing() {
    String a = grpc.note(Map.of());
    String b = grpc.note(Map.of());
    GetNodesResponse answer =
        grpc.call()
            .getNodes(batch().addNodeIds(b).addNodeIds("x").addNodeIds(a).addNodeIds(b).build());
    assertThat(answer.getNodesList()).extracting(Node::getNodeId).containsExactly(b, a, b);
    assertThat(answer.getMissingIdsList()).containsExactly("x");
    assertThat(grpc.call().getNodes(batch().build()))
        .isEqualTo(GetNodesResponse.getDefaultInstance());
    GetNodesRequest tooMany =
        batch()
            .addAllNodeIds(IntStream.rangeClosed(0, 1000).mapToObj(i -> "n" + i).toList())
            .build();
    Grpc.requireFailure(
        Code.RESOURCE_EXHAUSTED,
        "GetNodes: batch size 1001 exceeds limit 1000",
        () -> grpc.call().getNodes(tooMany));
  }

  private GetNodesRequest.Builder batch() {
    return GetNodesRequest.newBuilder().setContext(grpc.context()).setTypeId(7);
  }

  @Test
  void aNodeIsFoundByAnyFieldExactly() {
    String id = grpc.note(Map.of(1, text("m"), 3, text("Key"), 8, floating(2.5)));
    assertThat(byKey(3, text("Key")).getNode().getNodeId()).isEqualTo(id);
    assertThat(byKey(3, text("key")).getFound()).isFalse();
    assertThat(byKey(1, text("m")).getFound()).as("indexed").isTrue();
    assertThat(byKey(8, floating(2.5)).getFound()).as("neither").isTrue();
    assertThat(grpc.call().getNodeByKey(request(3).setValue(Grpc.json("Key")).build()).getFound())
        .isTrue();
    Grpc.requireFailure(Code.INVALID_ARGUMENT, "no field 99", () -> byKey(99, text("x")));
    Grpc.requireFailure(Code.INVALID_ARGUMENT, "field 2", () -> byKey(2, text("x")));
  }

  private static EntValue floating(double number) {
    return EntValue.newBuilder().setDoubleValue(number).build();
  }

  private GetNodeByKeyRequest.Builder request(int field) {
    return GetNodeByKeyRequest.newBuilder()
        .setTenantId(grpc.tenant())
        .setActor(grpc.actor())
        .setTypeId(7)
        .setFieldId(field);
  }

  private GetNodeByKeyResponse byKey(int field, EntValue value) {
    return grpc.call().getNodeByKey(request(field).setTypedValue(value).build());
  }

  @Test
  void aReadSeesTheWriteThatItNames() {
    grpc.note(Map.of());
    for (int i = 0; i < 20; i++) {
      ExecuteAtomicResponse written =
          grpc.call()
              .executeAtomic(
                  grpc.plan(Grpc.createNote(Map.of(3, text("k" + i))))
                      .setWaitApplied(false)
                      .build());
      String position = written.getReceipt().getStreamPosition();
      GetNodeRequest request =
          GetNodeRequest.newBuilder()
              .setContext(grpc.context())
              .setNodeId(written.getCreatedNodeIds(0))
              .setAfterOffset(position)
              .build();
      assertThat(grpc.call().getNode(request).getFound()).isTrue();
      assertThat(
              grpc.call()
                  .getNodeByKey(
                      request(3).setTypedValue(text("k" + i)).setAfterOffset(n(position)).build())
                  .getFound())
          .isTrue();
    }
  }

  /** The number at the end of a position. */
  private static long n(String position) {
    return Long.parseLong(position.substring(position.lastIndexOf(':') + 1));
  }

  @Test
  void aPositionThatIsNotReachedExceedsTheDeadlineUnlessStaleWillDo() {
    String position =
        grpc.commit(Grpc.createNote(Map.of(3, text("k")))).getReceipt().getStreamPosition();
    int colon = position.lastIndexOf(':');
    String future =
        position.substring(0, colon + 1)
            + (Long.parseLong(position.substring(colon + 1)) + 100_000);
    GetNodeRequest read =
        GetNodeRequest.newBuilder()
            .setContext(grpc.context())
            .setNodeId("x")
            .setAfterOffset(future)
            .setWaitTimeoutMs(100)
            .build();
    Grpc.requireFailure(Code.DEADLINE_EXCEEDED, "", () -> grpc.call().getNode(read));
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "position",
        () -> grpc.call().getNode(read.toBuilder().setAfterOffset("nonsense").build()));

    var headers = new Metadata();
    headers.put(Metadata.Key.of("entdb-allow-stale", Metadata.ASCII_STRING_MARSHALLER), "true");
    assertThat(
            grpc.call()
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .getNode(read)
                .getFound())
        .isFalse();

    WaitForOffsetRequest wait =
        WaitForOffsetRequest.newBuilder()
            .setContext(grpc.context())
            .setStreamPosition(position)
            .setTimeoutMs(5_000)
            .build();
    WaitForOffsetResponse reached = grpc.call().waitForOffset(wait);
    assertThat(reached.getReached()).isTrue();
    // Records of the system may follow the client's own.
    assertThat(n(reached.getCurrentPosition())).isGreaterThanOrEqualTo(n(position));
    Grpc.requireFailure(
        Code.DEADLINE_EXCEEDED,
        "",
        () ->
            grpc.call()
                .waitForOffset(
                    wait.toBuilder().setStreamPosition(future).setTimeoutMs(100).build()));
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "tenant_id is required",
        () -> grpc.call().waitForOffset(WaitForOffsetRequest.getDefaultInstance()));
  }

  @Test
  void whatOneMayNotSeeIsNotThere() {
    String id =
        grpc.commit(
                Grpc.create(
                    CreateNodeOp.newBuilder()
                        .setTypeId(7)
                        .putTypedData(3, text("secret"))
                        .addAcl(
                            AclEntry.newBuilder()
                                .setPrincipal("carol")
                                .addCoreCaps(CoreCapability.CORE_CAP_EDIT)
                                .setExpiresAt(4_000_000_000_000L))))
            .getCreatedNodeIds(0);
    Grpc bob = grpc.as(Grpc.BOB);
    assertThat(bob.node(id).getFound()).isFalse();
    assertThat(
            bob.call()
                .getNodeByKey(request(3).setActor(Grpc.BOB).setTypedValue(text("secret")).build())
                .getFound())
        .isFalse();
    AclEntry entry = grpc.as("user:carol").node(id).getNode().getAcl(0);
    assertThat(entry.getPrincipal()).isEqualTo("user:carol");
    assertThat(entry.getPermission()).isEqualTo("write");
    assertThat(entry.getCoreCapsList()).containsExactly(CoreCapability.CORE_CAP_EDIT);
    assertThat(entry.getExpiresAt()).isEqualTo(4_000_000_000_000L);
    Grpc.requireFailure(
        Code.NOT_FOUND, "", () -> bob.commit(Grpc.updateNote(id, Map.of(1, text("x")))));
  }
}
