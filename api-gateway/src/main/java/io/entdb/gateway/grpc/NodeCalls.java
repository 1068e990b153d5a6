package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.schema.Types;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.grpc.v1.GetNodeByKeyRequest;
import io.entdb.grpc.v1.GetNodeByKeyResponse;
import io.entdb.grpc.v1.GetNodeRequest;
import io.entdb.grpc.v1.GetNodeResponse;
import io.entdb.grpc.v1.GetNodesRequest;
import io.entdb.grpc.v1.GetNodesResponse;
import io.entdb.grpc.v1.WaitForOffsetRequest;
import io.entdb.grpc.v1.WaitForOffsetResponse;
import io.entdb.model.Filter;
import io.entdb.model.Limits;
import io.entdb.model.NodeId;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.WalPosition;
import io.entdb.model.schema.FieldDef;
import io.entdb.store.NodeQuery;
import io.entdb.store.NodeView;
import io.entdb.store.StoreState;
import io.entdb.store.TenantReader;
import java.util.List;
import java.util.Optional;

/** Reads nodes that are named. */
final class NodeCalls {
  private final Gateway gateway;

  NodeCalls(Gateway gateway) {
    this.gateway = gateway;
  }

  GetNodeResponse node(Call call, GetNodeRequest request) {
    if (request.getNodeId().isEmpty()) {
      throw ApiException.invalidRequest("node_id is required");
    }
    var id = new NodeId(request.getNodeId());
    Services services = gateway.services();
    ReadRequest read =
        ReadRequests.of(
            services,
            call,
            request.getContext(),
            request.getAfterOffset(),
            request.getWaitTimeoutMs(),
            request.getTargetUser());
    Optional<NodeView> node =
        call.value(services.reads().read(read, reader -> reader.node(id, false)));
    var answer = GetNodeResponse.newBuilder().setFound(node.isPresent());
    node.ifPresent(it -> answer.setNode(Messages.node(read.tenant(), it)));
    return answer.build();
  }

  GetNodesResponse nodes(Call call, GetNodesRequest request) {
    int count = request.getNodeIdsCount();
    if (count > Limits.BATCH_READ_MAX) {
      throw new ApiException(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "GetNodes: batch size " + count + " exceeds limit " + Limits.BATCH_READ_MAX);
    }
    List<NodeId> ids = request.getNodeIdsList().stream().map(NodeId::new).toList();
    Services services = gateway.services();
    ReadRequest read =
        ReadRequests.of(
            services,
            call,
            request.getContext(),
            request.getAfterOffset(),
            request.getWaitTimeoutMs(),
            request.getTargetUser());
    List<Optional<NodeView>> nodes =
        call.value(
            services
                .reads()
                .read(read, reader -> ids.stream().map(id -> reader.node(id, false)).toList()));
    var answer = GetNodesResponse.newBuilder();
    for (int i = 0; i < count; i++) {
      if (nodes.get(i).isPresent()) {
        answer.addNodes(Messages.node(read.tenant(), nodes.get(i).get()));
      } else {
        answer.addMissingIds(ids.get(i).value());
      }
    }
    return answer.build();
  }

  GetNodeByKeyResponse byKey(Call call, GetNodeByKeyRequest request) {
    Services services = gateway.services();
    int typeId = ReadRequests.typeId(request.getTypeId());
    ReadRequest read =
        ReadRequests.at(
            services, call, request.getTenantId(), request.getActor(), request.getAfterOffset());
    Optional<NodeView> node =
        call.value(
            services
                .reads()
                .readOfType(
                    read, Optional.<NodeView>empty(), reader -> byKey(reader, typeId, request)));
    var answer = GetNodeByKeyResponse.newBuilder().setFound(node.isPresent());
    node.ifPresent(it -> answer.setNode(Messages.node(read.tenant(), it)));
    return answer.build();
  }

  private static Optional<NodeView> byKey(
      TenantReader reader, int typeId, GetNodeByKeyRequest request) {
    FieldDef field =
        Types.node(reader.schema(), typeId)
            .field(request.getFieldId())
            .orElseThrow(
                () ->
                    ApiException.validation(
                        "type " + typeId + " has no field " + request.getFieldId()));
    Value value =
        FieldValues.read(
            field,
            request.hasTypedValue() ? Optional.of(request.getTypedValue()) : Optional.empty(),
            Optional.of(request.getValue()));
    if (field.unique() || field.indexed()) {
      return reader.nodeByKey(typeId, field.fieldId(), value);
    }
    // Clients may ask by any field; the first node counts, and finding it takes a look at all.
    var filter = new Filter(field.fieldId(), Filter.Op.EQ, List.of(value));
    var query =
        new NodeQuery(
            typeId, List.of(filter), new NodeQuery.Order.Id(), false, Optional.empty(), 0, 1);
    return reader.query(query).items().stream().findFirst();
  }

  WaitForOffsetResponse waitForOffset(Call call, WaitForOffsetRequest request) {
    if (request.getContext().getTenantId().isEmpty()) {
      throw ApiException.invalidRequest("tenant_id is required");
    }
    TenantId tenant = call.tenant(request.getContext().getTenantId());
    Services services = gateway.services();
    Optional<WalPosition> after =
        ReadRequests.position(services.topic(), request.getStreamPosition());
    var read =
        new ReadRequest(
            tenant, Caller.INTERNAL, after, call.timeout(request.getTimeoutMs()), false);
    StoreState state = services.reads().read(read, TenantReader::state).value();
    return WaitForOffsetResponse.newBuilder()
        .setReached(true)
        .setCurrentPosition(state.position().map(at -> at.toText(services.topic())).orElse(""))
        .build();
  }
}
