package io.entdb.gateway.schema;

import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SchemaChecks;
import java.util.Optional;
import java.util.TreeMap;

/** Gives a tenant the types of the default schema that it lacks. */
public final class SchemaMerge {
  private SchemaMerge() {}

  /**
   * The tenant's schema with all types added that only the default one has. Types that the tenant
   * has, or has reserved the ids of, stay as they are.
   *
   * @return empty when there is nothing to add, or the two do not go together
   */
  public static Optional<Schema> merge(Schema tenant, Schema defaults) {
    var nodes = new TreeMap<>(tenant.nodeTypes());
    defaults
        .nodeTypes()
        .forEach(
            (id, type) -> {
              if (!tenant.reservedTypeIds().contains(id)) {
                nodes.putIfAbsent(id, type);
              }
            });
    var edges = new TreeMap<>(tenant.edgeTypes());
    defaults
        .edgeTypes()
        .forEach(
            (id, type) -> {
              if (!tenant.reservedEdgeIds().contains(id)) {
                edges.putIfAbsent(id, type);
              }
            });
    var merged = new Schema(nodes, edges, tenant.reservedTypeIds(), tenant.reservedEdgeIds());
    boolean usable = !merged.equals(tenant) && SchemaChecks.check(merged).isEmpty();
    return usable ? Optional.of(merged) : Optional.empty();
  }
}
