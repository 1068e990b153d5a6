package io.entdb.gateway.rest;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of requests and answers, for the OpenAPI document only: JSON is read and written
 * without classes, because payloads have none.
 */
final class Docs {
  private Docs() {}

  @Schema(name = "AtomicRequest")
  record AtomicRequest(
      @Nullable String tenant_id,
      @Nullable String actor,
      @Schema(description = "Makes a retry safe; made and answered when left out.")
          @Nullable String idempotency_key,
      @Nullable Boolean wait_applied,
      @Nullable Long wait_timeout_ms,
      List<AtomicOperation> operations) {}

  @Schema(
      name = "Operation",
      description =
          "op says which members count: create_node (type_id, id?, alias?, payload, principals? or"
              + " acl?, recipients?, on_conflict?, storage_mode?, target_user_id?), update_node"
              + " (node_id, payload, expected_version?, precondition?), delete_node (node_id,"
              + " hard?), delete_where (type_id, where, limit?, hard?), create_edge (edge_type,"
              + " from_id, to_id, props?), delete_edge (edge_id, or edge_type, from_id, to_id),"
              + " set_visibility (node_id, principals or acl). Node ids may be $alias.id.")
  record AtomicOperation(
      @Schema(
              enumeration = {
                "create_node",
                "update_node",
                "delete_node",
                "delete_where",
                "create_edge",
                "delete_edge",
                "set_visibility"
              })
          String op,
      @Nullable Integer type_id,
      @Nullable String id,
      @Nullable String alias,
      @Nullable Map<String, Object> payload,
      @Nullable List<String> principals,
      @Nullable List<Grant> acl,
      @Nullable String node_id,
      @Nullable Long expected_version,
      @Nullable Precondition precondition,
      @Nullable Boolean hard,
      @Nullable Integer edge_type,
      @Nullable String from_id,
      @Nullable String to_id,
      @Nullable String edge_id,
      @Nullable Map<String, Object> props,
      @Schema(
              enumeration = {"error", "skip"},
              defaultValue = "error")
          @Nullable String on_conflict,
      @Schema(
              enumeration = {"tenant", "user_mailbox", "public"},
              defaultValue = "tenant")
          @Nullable String storage_mode,
      @Schema(description = "Only, and always, with user_mailbox.") @Nullable String target_user_id,
      @Schema(description = "user:x, group:x, role:x or tenant:*: who gets word of the node.")
          @Nullable List<String> recipients,
      @Nullable List<Condition> where,
      @Schema(description = "0 or less: 1000; never more than 10000.") @Nullable Integer limit) {}

  record Condition(
      String field,
      @Schema(
              enumeration = {"eq", "neq", "gt", "gte", "lt", "lte", "in", "like", "contains"},
              defaultValue = "eq")
          @Nullable String op,
      Object value) {}

  record Precondition(String field, @Nullable Object equals) {}

  record Grant(
      String principal,
      @Schema(
              enumeration = {"read", "comment", "write", "delete", "share", "admin", "deny"},
              defaultValue = "read")
          @Nullable String permission,
      @Nullable List<Integer> core_caps,
      @Nullable List<Integer> ext_cap_ids,
      @Nullable Long expires_at) {}

  record OperationResult(
      String op,
      @Nullable String node_id,
      @Nullable String alias,
      @Nullable String edge_id,
      @Nullable Boolean existing,
      @Schema(description = "How many nodes a delete_where deleted.") @Nullable Long deleted) {}

  @Schema(name = "AtomicAnswer")
  record AtomicAnswer(
      List<OperationResult> results,
      String wal_position,
      String idempotency_key,
      @Schema(enumeration = {"PENDING", "APPLIED"}) String status) {}

  @Schema(name = "Receipt")
  record Receipt(
      @Schema(enumeration = {"PENDING", "APPLIED", "REJECTED", "UNKNOWN"}) String status,
      String idempotency_key,
      @Nullable String wal_position,
      @Nullable List<OperationResult> results,
      @Nullable Error error) {}

  record Error(String code, String message, Map<String, Object> details) {}

  @Schema(name = "Node")
  record Node(
      String id,
      int type_id,
      String tenant_id,
      Map<String, Object> payload,
      String owner_actor,
      List<Grant> acl,
      @Schema(description = "Whether it has an ACL; with an empty one the owner alone reads it.")
          boolean restricted,
      long version,
      long created_at,
      long updated_at,
      boolean deleted,
      @Schema(enumeration = {"tenant", "user_mailbox", "public"}) String storage_mode,
      @Nullable String target_user_id) {}

  record BatchRequest(
      @Nullable String tenant_id,
      @Nullable String actor,
      @Schema(maxItems = 1000) List<String> ids) {}

  record BatchAnswer(List<Node> nodes, List<String> missing_ids) {}

  record NodePage(List<Node> nodes, @Nullable String next_page_token, @Nullable Long total_count) {}

  record SharedPage(
      List<Node> nodes,
      @Nullable String next_page_token,
      @Nullable List<TenantElsewhere> elsewhere) {}

  @Schema(description = "Another node serves this tenant, and may have more.")
  record TenantElsewhere(String tenant_id, String node) {}

  record SearchAnswer(List<Node> nodes, boolean has_more) {}

  record MailboxItem(
      String node_id, int node_type_id, String preview_text, boolean is_read, long created_at) {}

  record MailboxPage(
      List<MailboxItem> items,
      @Schema(description = "At most 10000; more are told as that many.") int unread_count,
      @Nullable String next_page_token) {}

  record MailboxHit(
      String node_id,
      int node_type_id,
      String preview_text,
      boolean is_read,
      long created_at,
      @Schema(description = "Matches stand between <b> and </b>; the text is not escaped.")
          String highlights,
      @Schema(description = "The higher, the better.") double score) {}

  record MailboxHits(List<MailboxHit> results, boolean has_more) {}

  record DelegateRequest(
      @Nullable String actor,
      String from_user,
      String to_user,
      @Schema(description = "read by default") @Nullable String permission,
      @Nullable Long expires_at) {}

  record TransferRequest(
      @Nullable String actor, @Nullable String idempotency_key, String from_user, String to_user) {}

  record RevokeAllRequest(@Nullable String actor, String user_id) {}

  record ContentAnswer(
      @Nullable Long delegated,
      @Nullable Long transferred,
      @Nullable Long revoked_grants,
      @Nullable Long revoked_groups) {}

  record MailboxUsers(List<String> user_ids) {}

  record MarkReadRequest(
      @Nullable String tenant_id,
      @Nullable String actor,
      @Nullable String idempotency_key,
      @Schema(description = "The actor's own when left out.") @Nullable String user_id,
      @Schema(description = "This or all.") @Nullable String node_id,
      @Nullable Boolean all) {}

  @Schema(name = "Edge")
  record Edge(
      String id,
      int edge_type_id,
      String from_id,
      String to_id,
      Map<String, Object> props,
      long created_at) {}

  record EdgePage(List<Edge> edges, @Nullable String next_page_token) {}

  record ConnectedPage(List<Node> nodes, List<Edge> edges, @Nullable String next_page_token) {}

  @Schema(name = "SchemaDocument")
  record SchemaRequest(
      @Schema(
              description =
                  "Each {type_id, name?, fields, default_acl?, data_policy?, subject_field?,"
                      + " composite_unique?, capability_mappings?, capability_implications?, …}.")
          @Nullable List<Object> node_types,
      @Nullable List<Object> edge_types,
      @Nullable List<Integer> reserved_type_ids,
      @Nullable List<Integer> reserved_edge_ids) {}

  record SchemaAnswer(
      String fingerprint,
      List<Object> node_types,
      List<Object> edge_types,
      @Nullable List<SchemaChange> changes,
      @Nullable String wal_position) {}

  record SchemaChange(String code, String path, boolean breaking, String text) {}
}
