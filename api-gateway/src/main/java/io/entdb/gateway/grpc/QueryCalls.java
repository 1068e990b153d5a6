package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.schema.Types;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.grpc.v1.FieldFilter;
import io.entdb.grpc.v1.QueryNodesRequest;
import io.entdb.grpc.v1.QueryNodesResponse;
import io.entdb.grpc.v1.SearchNodesRequest;
import io.entdb.grpc.v1.SearchNodesResponse;
import io.entdb.model.Limits;
import io.entdb.model.TenantId;
import io.entdb.model.schema.NodeType;
import io.entdb.store.NodeQuery;
import io.entdb.store.NodeQuery.Order;
import io.entdb.store.NodeView;
import io.entdb.store.Page;
import io.entdb.store.TenantReader.SearchPage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds nodes by conditions and by words. */
final class QueryCalls {
  private static final Page<NodeView> NOTHING = new Page<>(List.of(), Optional.empty());
  private static final int SEARCH_LIMIT_DEFAULT = 50;

  private final Gateway gateway;

  QueryCalls(Gateway gateway) {
    this.gateway = gateway;
  }

  QueryNodesResponse query(Call call, QueryNodesRequest request) {
    Services services = gateway.services();
    int typeId = ReadRequests.typeId(request.getTypeId());
    ReadRequest read =
        ReadRequests.of(
            services,
            call,
            request.getContext(),
            request.getAfterOffset(),
            request.getWaitTimeoutMs(),
            request.getTargetUser());
    Paging paging =
        Paging.of(
            fingerprint(read.tenant(), request),
            request.getPageSize(),
            request.getLimit(),
            request.getOffset(),
            request.getPageToken());
    Page<NodeView> page =
        call.value(
            services
                .reads()
                .readOfType(
                    read,
                    NOTHING,
                    reader -> {
                      NodeType type = Types.node(reader.schema(), read.caller(), typeId);
                      return reader.query(
                          new NodeQuery(
                              typeId,
                              Filters.read(type, request.getFiltersList()),
                              order(type, request.getOrderBy()),
                              request.getDescending(),
                              paging.after(),
                              paging.offset(),
                              paging.size()));
                    }));
    String next = paging.next(page);
    return QueryNodesResponse.newBuilder()
        .addAllNodes(page.items().stream().map(it -> Messages.node(read.tenant(), it)).toList())
        .setHasMore(!next.isEmpty())
        .setNextPageToken(next)
        .build();
  }

  /** Unknown names mean the default: old clients send whatever they were told to. */
  private static Order order(NodeType type, String orderBy) {
    return switch (orderBy) {
      case "updated_at" -> new Order.UpdatedAt();
      case "node_id", "type_id" -> new Order.Id();
      default ->
          orderBy.matches("[0-9]{1,5}") && type.field(Integer.parseInt(orderBy)).isPresent()
              ? new Order.Field(Integer.parseInt(orderBy))
              : new Order.CreatedAt();
    };
  }

  /** What a page token is bound to: everything but paging and waiting. */
  private static String fingerprint(TenantId tenant, QueryNodesRequest request) {
    String filters =
        request.getFiltersList().stream()
            .map(FieldFilter::toString)
            .sorted()
            .collect(Collectors.joining("\n"));
    return String.join(
        "\n",
        "grpc nodes",
        tenant.value(),
        Integer.toString(request.getTypeId()),
        request.getOrderBy(),
        request.getTargetUser(),
        Boolean.toString(request.getDescending()),
        filters);
  }

  SearchNodesResponse search(Call call, SearchNodesRequest request) {
    Services services = gateway.services();
    int typeId = ReadRequests.typeId(request.getTypeId());
    String text = searchText(request.getQuery());
    ReadRequest read =
        ReadRequests.at(services, call, request.getTenantId(), request.getActor(), 0)
            .in(ReadRequests.scope(request.getTargetUser()));
    int size = Paging.size(request.getPageSize(), request.getLimit(), SEARCH_LIMIT_DEFAULT);
    int offset = Paging.offset(request.getOffset());
    SearchPage page =
        call.value(
            services
                .reads()
                .readOfType(
                    read,
                    new SearchPage(List.of(), false),
                    reader -> {
                      var _ = Types.node(reader.schema(), read.caller(), typeId);
                      return reader.search(typeId, text, offset, size);
                    }));
    return SearchNodesResponse.newBuilder()
        .addAllNodes(page.nodes().stream().map(it -> Messages.node(read.tenant(), it)).toList())
        .setHasMore(page.hasMore())
        .build();
  }

  /** The words of a search, which must be some and not too many. */
  static String searchText(String query) {
    String text = query.strip();
    if (text.isEmpty()) {
      throw ApiException.invalidRequest("query must not be empty");
    }
    if (text.length() > Limits.SEARCH_CHARS_MAX) {
      throw ApiException.invalidRequest(
          "query must be under " + Limits.SEARCH_CHARS_MAX + " characters");
    }
    return text;
  }
}
