package io.entdb.gateway.grpc;

import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.grpc.v1.GetConnectedNodesRequest;
import io.entdb.grpc.v1.GetConnectedNodesResponse;
import io.entdb.grpc.v1.GetEdgesRequest;
import io.entdb.grpc.v1.GetEdgesResponse;
import io.entdb.model.Limits;
import io.entdb.model.NodeId;
import io.entdb.store.EdgeView;
import io.entdb.store.NodeView;
import io.entdb.store.Page;
import io.entdb.store.PageKey;
import io.entdb.store.TenantReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads edges, and nodes that they lead to. */
final class EdgeCalls {
  private final Gateway gateway;

  EdgeCalls(Gateway gateway) {
    this.gateway = gateway;
  }

  /** One of the two directions. */
  @FunctionalInterface
  private interface Direction {
    Page<EdgeView> read(
        TenantReader reader, NodeId node, OptionalInt edgeType, Optional<PageKey> after, int size);
  }

  GetEdgesResponse from(Call call, GetEdgesRequest request) {
    return edges(call, request, "out", TenantReader::edgesOut);
  }

  GetEdgesResponse to(Call call, GetEdgesRequest request) {
    return edges(call, request, "in", TenantReader::edgesIn);
  }

  private GetEdgesResponse edges(
      Call call, GetEdgesRequest request, String word, Direction direction) {
    ReadRequest read = ReadRequests.now(call, request.getContext());
    var node = new NodeId(request.getNodeId());
    OptionalInt edgeType =
        request.getEdgeTypeId() == 0
            ? OptionalInt.empty()
            : OptionalInt.of(request.getEdgeTypeId());
    Paging paging =
        Paging.of(
            String.join(
                "\n",
                "grpc edges",
                word,
                read.tenant().value(),
                node.value(),
                Integer.toString(request.getEdgeTypeId())),
            request.getPageSize(),
            request.getLimit(),
            0, // Not read, as ever; tokens page.
            request.getPageToken());
    Page<EdgeView> page =
        call.value(
            gateway
                .services()
                .reads()
                .read(
                    read,
                    reader ->
                        direction.read(reader, node, edgeType, paging.after(), paging.size())));
    String next = paging.next(page);
    return GetEdgesResponse.newBuilder()
        .addAllEdges(page.items().stream().map(it -> Messages.edge(read.tenant(), it)).toList())
        .setHasMore(!next.isEmpty())
        .setNextPageToken(next)
        .build();
  }

  GetConnectedNodesResponse connected(Call call, GetConnectedNodesRequest request) {
    ReadRequest read = ReadRequests.now(call, request.getContext());
    if (request.getNodeId().isEmpty() || request.getEdgeTypeId() < 1) {
      return GetConnectedNodesResponse.getDefaultInstance();
    }
    var node = new NodeId(request.getNodeId());
    int size = Paging.size(0, request.getLimit(), Limits.PAGE_SIZE_DEFAULT);
    int offset = Paging.offset(request.getOffset());
    List<NodeView> nodes =
        call.value(
            gateway
                .services()
                .reads()
                .read(
                    read,
                    reader ->
                        neighbours(reader, node, request.getEdgeTypeId(), offset + size + 1)));
    List<NodeView> page =
        nodes.subList(Math.min(offset, nodes.size()), Math.min(offset + size, nodes.size()));
    return GetConnectedNodesResponse.newBuilder()
        .addAllNodes(page.stream().map(it -> Messages.node(read.tenant(), it)).toList())
        .setHasMore(nodes.size() > offset + size)
        .build();
  }

  /** Up to so many neighbours, in the order of one hop. Of an unregistered type there are none. */
  private static List<NodeView> neighbours(
      TenantReader reader, NodeId node, int edgeType, int count) {
    var nodes = new ArrayList<NodeView>();
    Optional<PageKey> after = Optional.empty();
    do {
      int size = Math.min(Limits.PAGE_SIZE_MAX, count - nodes.size());
      Page<NodeView> page = reader.connected(node, edgeType, 1, after, size).nodes();
      nodes.addAll(page.items());
      after = page.next();
    } while (after.isPresent() && nodes.size() < count);
    return nodes;
  }
}
