package io.entdb.gateway.grpc;

import io.entdb.gateway.api.Caller;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.grpc.v1.GetSchemaRequest;
import io.entdb.grpc.v1.GetSchemaResponse;
import io.entdb.model.TenantId;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SchemaFingerprint;
import io.entdb.model.schema.SchemaJson;
import java.util.List;
import java.util.Optional;

/** Shows schemas. */
final class SchemaCalls {
  private final Gateway gateway;

  SchemaCalls(Gateway gateway) {
    this.gateway = gateway;
  }

  /** Requests name no actor: where nobody is authenticated, everybody may look. */
  GetSchemaResponse schema(Call call, GetSchemaRequest request) {
    Optional<TenantId> tenant =
        request.getTenantId().isEmpty()
            ? Optional.empty()
            : Optional.of(call.tenant(request.getTenantId()));
    Caller caller = call.sender().unnamed().orElse(Caller.INTERNAL);
    Schema schema = gateway.services().schemas().get(caller, tenant);
    return GetSchemaResponse.newBuilder()
        .setFingerprint(SchemaFingerprint.of(schema))
        .setSchema(
            JsonValues.struct(
                SchemaJson.toJson(part(schema, request.getTypeId()), SchemaJson.Names.NAME_FREE)))
        .build();
  }

  /** One node type and the edge types that touch it; 0 = all. */
  private static Schema part(Schema schema, int typeId) {
    if (typeId <= 0) {
      return schema;
    }
    return Schema.of(
        schema.nodeType(typeId).map(List::of).orElse(List.of()),
        schema.edgeTypes().values().stream()
            .filter(edge -> edge.fromTypeId() == typeId || edge.toTypeId() == typeId)
            .toList());
  }
}
