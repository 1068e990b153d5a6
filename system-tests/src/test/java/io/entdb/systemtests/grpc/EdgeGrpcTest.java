package io.entdb.systemtests.grpc;

import static io.entdb.systemtests.grpc.Grpc.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import io.entdb.grpc.v1.AclEntry;
import io.entdb.grpc.v1.CreateEdgeOp;
import io.entdb.grpc.v1.CreateNodeOp;
import io.entdb.grpc.v1.Edge;
import io.entdb.grpc.v1.GetConnectedNodesRequest;
import io.entdb.grpc.v1.GetConnectedNodesResponse;
import io.entdb.grpc.v1.GetEdgesRequest;
import io.entdb.grpc.v1.GetEdgesResponse;
import io.entdb.grpc.v1.Node;
import io.entdb.grpc.v1.Operation;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class EdgeGrpcTest {
  private Grpc grpc;
  private String hub;
  private final List<String> leaves = new ArrayList<>();

  @BeforeEach
  void aHubWithFiveLeaves(LocalStack stack) {
    grpc = Grpc.fresh(stack);
    hub = grpc.note(Map.of());
    for (int i = 0; i < 5; i++) {
      leaves.add(grpc.note(Map.of()));
      grpc.commit(Grpc.link(hub, leaves.getLast()));
    }
  }

  private GetEdgesRequest.Builder edges(String node) {
    return GetEdgesRequest.newBuilder().setContext(grpc.context()).setNodeId(node);
  }

  @Test
  void edgesComeFromBothEndsYoungestFirst() {
    GetEdgesResponse out = grpc.call().getEdgesFrom(edges(hub).build());
    assertThat(out.getEdgesList())
        .extracting(Edge::getToNodeId)
        .containsExactlyElementsOf(leaves.reversed());
    assertThat(out.getHasMore()).isFalse();
    Edge edge = grpc.call().getEdgesTo(edges(leaves.get(0)).build()).getEdges(0);
    assertThat(edge.getFromNodeId()).isEqualTo(hub);
    assertThat(edge.getEdgeTypeId()).isEqualTo(9);
    assertThat(edge.getTenantId()).isEqualTo(grpc.tenant());
    assertThat(edge.getCreatedAt()).isPositive();
    assertThat(grpc.call().getEdgesFrom(edges(hub).setEdgeTypeId(9).build()).getEdgesList())
        .hasSize(5);
    assertThat(grpc.call().getEdgesFrom(edges(hub).setEdgeTypeId(4711).build()).getEdgesList())
        .isEmpty();
    assertThat(grpc.call().getEdgesFrom(edges("nobody").build()).getEdgesList()).isEmpty();
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT, "node id", () -> grpc.call().getEdgesFrom(edges("").build()));
  }

  @Test
  void pagesOfEdgesGoOnBehindTheirToken() {
    var seen = new ArrayList<String>();
    String token = "";
    do {
      GetEdgesResponse page =
          grpc.call().getEdgesFrom(edges(hub).setPageSize(2).setPageToken(token).build());
      page.getEdgesList().forEach(edge -> seen.add(edge.getToNodeId()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    assertThat(seen).containsExactlyElementsOf(leaves.reversed());

    String first = grpc.call().getEdgesFrom(edges(hub).setPageSize(2).build()).getNextPageToken();
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "does not match",
        () -> grpc.call().getEdgesTo(edges(hub).setPageToken(first).build()));
    assertThat(grpc.call().getEdgesFrom(edges(hub).setLimit(2).setOffset(9).build()).getEdgesList())
        .as("an offset is not read")
        .hasSize(2);
  }

  @Test
  void propsComeBackAndTheirTypedFormWins() {
    grpc.commit(
        Operation.newBuilder()
            .setCreateEdge(
                CreateEdgeOp.newBuilder()
                    .setEdgeId(9)
                    .setFrom(Grpc.ref(leaves.get(0)))
                    .setTo(Grpc.ref(leaves.get(1)))
                    .setProps(Struct.newBuilder().putFields("1", Grpc.json(1)))
                    .putTypedProps(1, number(1L << 60)))
            .build());
    Edge edge = grpc.call().getEdgesFrom(edges(leaves.get(0)).build()).getEdges(0);
    assertThat(edge.getTypedPropsMap()).isEqualTo(Map.of(1, number(1L << 60)));
    assertThat(edge.getProps().getFieldsOrThrow("1")).isEqualTo(Grpc.json(0x1p60));
  }

  @Test
  void connectedNodesAreOneHopAway() {
    assertThat(connected(hub, 9, 0, 0).getNodesList())
        .extracting(Node::getNodeId)
        .containsExactlyInAnyOrderElementsOf(leaves);
    GetConnectedNodesResponse part = connected(hub, 9, 2, 2);
    assertThat(part.getNodesList()).hasSize(2);
    assertThat(part.getHasMore()).isTrue();
    assertThat(connected(hub, 9, 2, 4).getNodesList()).hasSize(1);
    assertThat(connected(hub, 9, 2, 4).getHasMore()).isFalse();
    assertThat(connected(hub, 9, 2, 99).getNodesList()).isEmpty();
    assertThat(connected(hub, 0, 0, 0).getNodesList()).isEmpty();
    assertThat(connected(hub, 4711, 0, 0).getNodesList()).isEmpty();
    assertThat(connected("", 9, 0, 0).getNodesList()).isEmpty();
    assertThat(connected("nobody", 9, 0, 0).getNodesList()).isEmpty();
    assertThat(connected(leaves.get(0), 9, 0, 0).getNodesList()).isEmpty();
  }

  private GetConnectedNodesResponse connected(String node, int edgeType, int limit, int offset) {
    return grpc.call()
        .getConnectedNodes(
            GetConnectedNodesRequest.newBuilder()
                .setContext(grpc.context())
                .setNodeId(node)
                .setEdgeTypeId(edgeType)
                .setLimit(limit)
                .setOffset(offset)
                .build());
  }

  @Test
  void anEdgeWhoseOtherEndIsHiddenIsHiddenToo() {
    String hidden =
        grpc.commit(
                Grpc.create(
                    CreateNodeOp.newBuilder()
                        .setTypeId(7)
                        .addAcl(AclEntry.newBuilder().setPrincipal("user:carol"))))
            .getCreatedNodeIds(0);
    grpc.commit(Grpc.link(hub, hidden));
    Grpc bob = grpc.as(Grpc.BOB);
    assertThat(bob.call().getEdgesFrom(edges(hub).setContext(bob.context()).build()).getEdgesList())
        .hasSize(5);
    assertThat(grpc.call().getEdgesFrom(edges(hub).build()).getEdgesList()).hasSize(6);
  }
}
