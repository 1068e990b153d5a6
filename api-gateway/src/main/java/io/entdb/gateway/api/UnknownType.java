package io.entdb.gateway.api;

import io.entdb.model.json.JsonValue;
import io.entdb.model.schema.Schema;

/**
 * The refusal of a type that a tenant's schema lacks. Such a type may be in the default schema: a
 * write then takes it from there, and a read finds nothing of it.
 */
public final class UnknownType {
  private static final String DETAIL = "unknown_type";
  private static final String NODE = "node:";
  private static final String EDGE = "edge:";

  private UnknownType() {}

  public static ApiException node(int typeId) {
    return ApiException.validation("node type " + typeId + " is not in the tenant's schema")
        .with(DETAIL, NODE + typeId);
  }

  public static ApiException edge(int edgeType) {
    return ApiException.validation("edge type " + edgeType + " is not in the tenant's schema")
        .with(DETAIL, EDGE + edgeType);
  }

  /** Whether a refusal is of a type that a schema lacks. */
  public static boolean isOne(ApiException refusal) {
    return refusal.details().containsKey(DETAIL);
  }

  /** Whether a refusal is of a type that this schema has. */
  public static boolean isIn(Schema schema, ApiException refusal) {
    if (!(refusal.details().get(DETAIL) instanceof JsonValue.Text(String path))) {
      return false;
    }
    int id = Integer.parseInt(path.substring(path.indexOf(':') + 1));
    return path.startsWith(NODE)
        ? schema.nodeType(id).isPresent()
        : schema.edgeType(id).isPresent();
  }
}
