package io.entdb.gateway.tenants;

import static java.util.stream.Collectors.joining;

import io.entdb.model.TenantId;
import io.entdb.model.json.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tenants that an answer across tenants lacks, because other nodes serve them (ADR 0019 D7).
 *
 * @param nodes one of each tenant's nodes
 */
public record Elsewhere(SortedMap<TenantId, String> nodes) {
  /** About 4 KiB: what a header may take besides all others. */
  private static final int HEADER_TENANTS_MAX = 32;

  public Elsewhere {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
  }

  /** Whether nothing is lacking. */
  public boolean isEmpty() {
    return nodes.isEmpty();
  }

  /** {@code [{tenant_id, node}]}. */
  public JsonValue toJson() {
    return new JsonValue.Arr(
        nodes.entrySet().stream().map(Elsewhere::toJson).map(JsonValue.class::cast).toList());
  }

  private static JsonValue toJson(Map.Entry<TenantId, String> tenant) {
    return JsonValue.Obj.ofTexts(
        Map.of("tenant_id", tenant.getKey().value(), "node", tenant.getValue()));
  }

  /** {@code tenant=node,tenant=node}; after 32 of them {@code ...} stands for the rest. */
  public String toHeader() {
    String first =
        nodes.entrySet().stream()
            .limit(HEADER_TENANTS_MAX)
            .map(tenant -> tenant.getKey() + "=" + tenant.getValue())
            .collect(joining(","));
    return nodes.size() > HEADER_TENANTS_MAX ? first + ",..." : first;
  }
}
