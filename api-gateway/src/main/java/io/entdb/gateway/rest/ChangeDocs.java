package io.entdb.gateway.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Shapes of the change feed in the API's documentation. */
final class ChangeDocs {
  private ChangeDocs() {}

  record ChangePage(List<ChangeEvent> events, String position, boolean has_more) {}

  @Schema(description = "What one record changed.")
  record ChangeEvent(String position, long time, String actor, List<Change> changes) {}

  record Change(
      @Schema(
              enumeration = {
                "node_created",
                "node_updated",
                "node_deleted",
                "node_access_changed",
                "edge_created",
                "edge_updated",
                "edge_deleted",
                "schema_changed"
              })
          String change,
      @Nullable String node_id,
      @Nullable Integer type_id,
      @Nullable Long version,
      Docs.@Nullable Node node,
      @Nullable String edge_id,
      @Nullable Integer edge_type_id,
      @Nullable String from_id,
      @Nullable String to_id,
      @Nullable String fingerprint) {}
}
