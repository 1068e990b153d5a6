package io.entdb.gateway.rest;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The forms of requests and answers about tenants, people and the system, for OpenAPI. */
final class ControlDocs {
  private ControlDocs() {}

  record TenantRequest(
      String tenant_id, @Nullable String name, @Nullable String owner, @Nullable String actor) {}

  record Tenant(
      String tenant_id,
      String name,
      String owner,
      String status,
      long created_at,
      @Nullable Long deletion_requested_at,
      @Nullable Long delete_at) {}

  record TenantPage(List<Tenant> tenants, @Nullable String next_page_token) {}

  record MemberPage(List<TenantMember> members, @Nullable String next_page_token) {}

  record TenantMember(String user_id, String role, long joined_at) {}

  record MemberRequest(
      String user_id,
      @Schema(
              enumeration = {"owner", "admin", "member", "viewer", "guest"},
              defaultValue = "member")
          @Nullable String role,
      @Nullable String actor,
      @Nullable String idempotency_key,
      @Nullable Long wait_timeout_ms) {}

  record RoleRequest(
      @Nullable String role,
      @Nullable String actor,
      @Nullable String idempotency_key,
      @Nullable Long wait_timeout_ms) {}

  record MemberAnswer(
      String user_id,
      String role,
      String wal_position,
      String idempotency_key,
      @Schema(enumeration = {"PENDING", "APPLIED"}) String status) {}

  record WriteAnswer(
      String wal_position,
      String idempotency_key,
      @Schema(enumeration = {"PENDING", "APPLIED"}) String status) {}

  record GroupPage(List<Group> groups, @Nullable String next_page_token) {}

  record Group(String group) {}

  record GroupMemberPage(List<GroupMember> members, @Nullable String next_page_token) {}

  record GroupMember(String member, String role) {}

  record ShareRequest(
      String principal,
      @Schema(
              enumeration = {"read", "comment", "write", "delete", "share", "admin", "deny"},
              defaultValue = "read")
          @Nullable String permission,
      @Nullable List<Integer> core_caps,
      @Nullable List<Integer> ext_cap_ids,
      @Nullable Long expires_at,
      @Nullable String tenant_id,
      @Nullable String actor,
      @Nullable String idempotency_key,
      @Nullable Long wait_timeout_ms) {}

  record OwnerRequest(
      String new_owner,
      @Nullable String tenant_id,
      @Nullable String actor,
      @Nullable String idempotency_key,
      @Nullable Long wait_timeout_ms) {}

  record HoldRequest(
      boolean enabled,
      @Nullable String actor,
      @Nullable String idempotency_key,
      @Nullable Long wait_timeout_ms) {}

  record UserRequest(
      String user_id,
      String email,
      String name,
      @Nullable String actor,
      @Nullable String idempotency_key,
      @Nullable Long wait_timeout_ms) {}

  record UserUpdate(
      @Nullable String email,
      @Nullable String name,
      @Schema(enumeration = {"active", "frozen"}) @Nullable String status,
      @Nullable String actor,
      @Nullable String idempotency_key,
      @Nullable Long wait_timeout_ms) {}

  @Schema(
      name = "User",
      description =
          "An answer to a write holds the receipt too: there status is PENDING or APPLIED, and"
              + " user_status is the user's.")
  record User(
      String user_id,
      String email,
      String name,
      String status,
      long created_at,
      long updated_at,
      @Nullable Long deletion_requested_at,
      @Nullable Long delete_at) {}

  record MembershipList(List<UserMembership> tenants) {}

  record UserMembership(String tenant_id, String role, long joined_at) {}

  record Export(
      String user_id,
      @Schema(description = "Unix seconds.") long generated_at,
      List<TenantExport> tenants,
      @Nullable List<Docs.TenantElsewhere> elsewhere) {}

  record TenantExport(String tenant_id, List<ExportedNode> nodes) {}

  record ExportedNode(
      String tenant_id,
      String node_id,
      int type_id,
      Map<String, Object> payload,
      long created_at,
      long updated_at,
      String owner_actor,
      String data_policy) {}

  record QuotaRequest(
      @Nullable Long max_writes_per_month,
      @Nullable Boolean hard_enforce,
      @Nullable Integer max_rps_sustained,
      @Nullable Integer max_rps_burst,
      @Nullable Integer max_rps_per_user_sustained,
      @Nullable Integer max_rps_per_user_burst,
      @Nullable String actor,
      @Nullable String idempotency_key,
      @Nullable Long wait_timeout_ms) {}

  @Schema(name = "Quota", description = "0 = unlimited. Writes count while a quota is set.")
  record Quota(
      String tenant_id,
      long max_writes_per_month,
      long writes_used,
      @Schema(description = "The UTC month, unix ms.") long period_start,
      long period_end,
      int max_rps_sustained,
      int max_rps_burst,
      int max_rps_per_user_sustained,
      int max_rps_per_user_burst,
      boolean hard_enforce) {}

  record UserPage(List<User> users, @Nullable String next_page_token) {}

  record SnapshotRequest(
      @Schema(description = "Absent = the directory and all tenants.")
          @Nullable String tenant_id) {}

  record RebaseRequest(
      @Schema(description = "Of the image's list under images/<tenant>/.") String image_sha256,
      @Schema(description = "The tenant is made with this owner, a user; absent = it is there.")
          @Nullable String create_with_owner,
      @Schema(description = "For display, with create_with_owner.") @Nullable String name) {}

  record SnapshotsAnswer(List<RequestedSnapshot> snapshots) {}

  record RequestedSnapshot(String tenant_id, String snapshot_id, String wal_position) {}

  record SnapshotAnswer(
      String tenant_id,
      String snapshot_id,
      @Schema(enumeration = {"PENDING", "DONE"}) String status,
      @Nullable String digest,
      @Nullable Long bytes,
      @Nullable Long created_at,
      @Nullable Long tenant_time) {}

  record ParkedAnswer(List<Parked> parked) {}

  record Parked(
      String tenant_id, String wal_position, String reason, long since, long records_behind) {}

  @Schema(name = "ApiKeyRequest")
  record ApiKeyRequest(
      String name,
      @Schema(description = "kind:id; kind is user, service, system or admin.") String identity,
      @Schema(description = "Of read, write, admin.") List<String> scopes,
      @Schema(description = "Where it counts; none = everywhere.") @Nullable List<String> tenants,
      @Schema(description = "Whom it may act for; user:* = any user.")
          @Nullable List<String> act_for,
      @Schema(description = "Unix ms; absent = never.") @Nullable Long expires_at) {}

  @Schema(name = "ApiKey")
  record ApiKey(
      String key_id,
      String name,
      String identity,
      List<String> scopes,
      List<String> tenants,
      List<String> act_for,
      long created_at,
      @Nullable Long expires_at,
      @Nullable Long former_secret_until,
      @Nullable Long revoked_at,
      @Schema(description = "The key itself, shown once: after creation and rotation.")
          @Nullable String api_key) {}

  @Schema(name = "ApiKeyPage")
  record ApiKeyPage(List<ApiKey> keys, @Nullable String next_page_token) {}

  @Schema(name = "RotateRequest")
  record RotateRequest(
      @Schema(description = "For how long the former secret still counts; 0 by default.")
          @Nullable Long overlap_ms) {}

  record StateAnswer(
      String tenant_id,
      long incarnation,
      @Schema(description = "The tenant's last record that is applied; absent = none.")
          @Nullable String wal_position,
      String digest,
      long tenant_time,
      String schema_fingerprint) {}

  record Health(
      @Schema(enumeration = {"healthy", "degraded", "unhealthy"}) String status,
      Map<String, String> components,
      @Nullable Long applier_lag_ms,
      @Nullable Long last_snapshot,
      int parked_tenants,
      int hydrating_tenants,
      int failing_tenants,
      String version) {}
}
