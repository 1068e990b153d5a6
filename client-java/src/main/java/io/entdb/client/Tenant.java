package io.entdb.client;

import io.entdb.grpc.v1.EntDBServiceGrpc.EntDBServiceBlockingStub;
import io.entdb.grpc.v1.ExecuteAtomicRequest;
import io.entdb.grpc.v1.ExecuteAtomicResponse;
import io.entdb.grpc.v1.GetConnectedNodesRequest;
import io.entdb.grpc.v1.GetConnectedNodesResponse;
import io.entdb.grpc.v1.GetEdgesRequest;
import io.entdb.grpc.v1.GetEdgesResponse;
import io.entdb.grpc.v1.GetNodeByKeyRequest;
import io.entdb.grpc.v1.GetNodeByKeyResponse;
import io.entdb.grpc.v1.GetNodeRequest;
import io.entdb.grpc.v1.GetNodeResponse;
import io.entdb.grpc.v1.GetNodesRequest;
import io.entdb.grpc.v1.QueryNodesRequest;
import io.entdb.grpc.v1.QueryNodesResponse;
import io.entdb.grpc.v1.ReceiptStatus;
import io.entdb.grpc.v1.RequestContext;
import io.entdb.grpc.v1.SearchNodesRequest;
import io.entdb.grpc.v1.WaitForOffsetRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * A tenant through the eyes of one actor. Its reads see all that was committed through it: the
 * position of the last commit goes with each read as a consistency token.
 */
public final class Tenant {
  private static final int PAGE_SIZE = 1_000;

  private final EntdbClient client;
  private final String id;
  private final String actor;

  /** The last position that was written; empty = none. */
  private final AtomicReference<String> written = new AtomicReference<>("");

  Tenant(EntdbClient client, String id, String actor) {
    this.client = client;
    this.id = id;
    this.actor = actor;
  }

  /**
   * Commits a plan and returns once it will not be lost. Whether it is taken, the rules decide when
   * they apply it.
   */
  public Committed commit(Plan plan) {
    return execute(plan, false);
  }

  /**
   * Commits a plan and returns once it is applied.
   *
   * @throws EntdbException ALREADY_EXISTS, PRECONDITION, DENIED or INVALID when it was refused:
   *     then nothing of it happened
   */
  public Committed apply(Plan plan) {
    return execute(plan, true);
  }

  private Committed execute(Plan plan, boolean wait) {
    var request =
        ExecuteAtomicRequest.newBuilder()
            .setContext(context())
            .setIdempotencyKey(plan.idempotencyKey())
            .addAllOperations(plan.operations())
            .setWaitApplied(wait)
            .setWaitTimeoutMs(Math.toIntExact(client.timeout().toMillis()))
            .build();
    ExecuteAtomicResponse answer = client.write(id, service -> service.executeAtomic(request));
    if (!answer.getSuccess()) {
      throw new EntdbException(
          EntdbException.Kind.PRECONDITION, answer.getErrorCode() + ": " + answer.getError());
    }
    String position = answer.getReceipt().getStreamPosition();
    written.accumulateAndGet(position, Tenant::later);
    return Committed.of(answer, answer.getAppliedStatus() == ReceiptStatus.RECEIPT_STATUS_APPLIED);
  }

  private static String later(String a, String b) {
    return offset(a) >= offset(b) ? a : b;
  }

  /** The number after a position's last colon; positions of one tenant compare by it. */
  private static long offset(String position) {
    return position.isEmpty()
        ? -1
        : Long.parseLong(position.substring(position.lastIndexOf(':') + 1));
  }

  /** A node; empty when there is none that the actor may read. */
  public Optional<Node> node(int typeId, String nodeId) {
    var request =
        GetNodeRequest.newBuilder()
            .setContext(context())
            .setTypeId(typeId)
            .setNodeId(nodeId)
            .setAfterOffset(written.get())
            .build();
    GetNodeResponse answer = client.read(id, service -> service.getNode(request));
    return answer.getFound() ? Optional.of(Node.of(answer.getNode())) : Optional.empty();
  }

  /** Nodes by their ids, at most 1000, in that order; those that are not there are left out. */
  public List<Node> nodes(int typeId, List<String> nodeIds) {
    var request =
        GetNodesRequest.newBuilder()
            .setContext(context())
            .setTypeId(typeId)
            .addAllNodeIds(nodeIds)
            .setAfterOffset(written.get())
            .build();
    return client.read(id, service -> service.getNodes(request)).getNodesList().stream()
        .map(Node::of)
        .toList();
  }

  /** The node that holds a value of a unique field. */
  public Optional<Node> nodeByKey(int typeId, int fieldId, Object value) {
    var request =
        GetNodeByKeyRequest.newBuilder()
            .setTenantId(id)
            .setActor(actor)
            .setTypeId(typeId)
            .setFieldId(fieldId)
            .setTypedValue(Fields.toMessage(value))
            .build();
    awaitWritten();
    GetNodeByKeyResponse answer = client.read(id, service -> service.getNodeByKey(request));
    return answer.getFound() ? Optional.of(Node.of(answer.getNode())) : Optional.empty();
  }

  /** Nodes that a query finds, page by page as the stream goes on; writes do not disturb it. */
  public Stream<Node> query(Query query) {
    QueryNodesRequest.Builder first =
        query
            .toMessage()
            .setContext(context())
            .setPageSize(PAGE_SIZE)
            .setAfterOffset(written.get());
    return Pages.stream(
        token -> {
          QueryNodesRequest request = first.clone().setPageToken(token).build();
          QueryNodesResponse page = client.read(id, service -> service.queryNodes(request));
          return new Pages.Page<>(
              page.getNodesList().stream().map(Node::of).toList(), page.getNextPageToken());
        });
  }

  /**
   * Edges that leave a node, youngest first.
   *
   * @param edgeType 0 = of any type
   */
  public Stream<Edge> edgesFrom(String nodeId, int edgeType) {
    return edges(nodeId, edgeType, EntDBServiceBlockingStub::getEdgesFrom);
  }

  /** Edges that reach a node; see {@link #edgesFrom}. */
  public Stream<Edge> edgesTo(String nodeId, int edgeType) {
    return edges(nodeId, edgeType, EntDBServiceBlockingStub::getEdgesTo);
  }

  private Stream<Edge> edges(
      String nodeId,
      int edgeType,
      BiFunction<EntDBServiceBlockingStub, GetEdgesRequest, GetEdgesResponse> call) {
    awaitWritten();
    var first =
        GetEdgesRequest.newBuilder()
            .setContext(context())
            .setNodeId(nodeId)
            .setEdgeTypeId(edgeType)
            .setPageSize(PAGE_SIZE);
    return Pages.stream(
        token -> {
          GetEdgesRequest request = first.clone().setPageToken(token).build();
          GetEdgesResponse page = client.read(id, service -> call.apply(service, request));
          return new Pages.Page<>(
              page.getEdgesList().stream().map(Edge::of).toList(), page.getNextPageToken());
        });
  }

  /** Nodes at the other ends of the edges that leave a node. */
  public Stream<Node> connected(String nodeId, int edgeType) {
    awaitWritten();
    var first =
        GetConnectedNodesRequest.newBuilder()
            .setContext(context())
            .setNodeId(nodeId)
            .setEdgeTypeId(edgeType)
            .setLimit(PAGE_SIZE);
    return Pages.stream(
        token -> {
          int offset = token.isEmpty() ? 0 : Integer.parseInt(token);
          GetConnectedNodesRequest request = first.clone().setOffset(offset).build();
          GetConnectedNodesResponse page =
              client.read(id, service -> service.getConnectedNodes(request));
          String next = page.getHasMore() ? Integer.toString(offset + PAGE_SIZE) : "";
          return new Pages.Page<>(page.getNodesList().stream().map(Node::of).toList(), next);
        });
  }

  /**
   * The best matches of a full-text query, at most 1000.
   *
   * @param text in FTS5's query syntax
   */
  public List<Node> search(int typeId, String text) {
    awaitWritten();
    var request =
        SearchNodesRequest.newBuilder()
            .setTenantId(id)
            .setActor(actor)
            .setTypeId(typeId)
            .setQuery(text)
            .setPageSize(PAGE_SIZE)
            .build();
    return client.read(id, service -> service.searchNodes(request)).getNodesList().stream()
        .map(Node::of)
        .toList();
  }

  /** For reads that take no consistency token. */
  private void awaitWritten() {
    String position = written.get();
    if (!position.isEmpty()) {
      var request =
          WaitForOffsetRequest.newBuilder()
              .setContext(context())
              .setStreamPosition(position)
              .setTimeoutMs(Math.toIntExact(client.timeout().toMillis()))
              .build();
      client.read(id, service -> service.waitForOffset(request));
    }
  }

  private RequestContext context() {
    return RequestContext.newBuilder().setTenantId(id).setActor(actor).build();
  }
}
