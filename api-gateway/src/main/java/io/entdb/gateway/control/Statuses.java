package io.entdb.gateway.control;

import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.commit.TenantWrites;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.read.Reads;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.ControlOperation;
import io.entdb.model.record.Operation;
import io.entdb.model.record.TenantStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Archives tenants and puts them on legal hold; for privileged callers. */
public final class Statuses {
  private final TenantWrites writes;
  private final Reads reads;
  private final Content content;

  public Statuses(TenantWrites writes, Reads reads, Content content) {
    this.writes = writes;
    this.reads = reads;
    this.content = content;
  }

  /** What holds for a tenant, whoever asks. */
  public TenantStatus of(ReadRequest request) {
    return reads.read(request, reader -> reader.status()).value();
  }

  /** Ends all writes of a tenant. Reads go on. */
  public Receipt archive(ControlCall call) {
    Roles.requirePrivileged(call.caller(), "Only tenant owner can archive a tenant");
    return set(call, TenantStatus.ARCHIVED);
  }

  /** Ends all deletes of a tenant, or ends the hold. An archived tenant stays archived. */
  public Receipt setLegalHold(ControlCall call, boolean enabled) {
    Roles.requirePrivileged(call.caller(), "SetLegalHold requires admin or owner role");
    return content.setLegalHold(call, enabled);
  }

  /** Has a tenant deleted after a grace; for privileged callers. */
  public Receipt delete(ControlCall call, Duration grace) {
    Roles.requirePrivileged(call.caller(), "deleting a tenant requires a system: or admin: actor");
    JsonValue content =
        JsonValue.Obj.ofTexts(
            Map.of("tenant_id", call.tenant().value(), "grace", grace.toString()));
    return writes.writeToDirectory(
        call.request("delete_tenant", content),
        List.of(new ControlOperation.DeleteTenant(call.tenant(), grace.toMillis())),
        reader -> {});
  }

  /** Takes a deletion back before its time; for privileged callers. */
  public Receipt cancelDeletion(ControlCall call) {
    Roles.requirePrivileged(call.caller(), "deleting a tenant requires a system: or admin: actor");
    return writes.writeToDirectory(
        call.request("cancel_tenant_deletion", new JsonValue.Text(call.tenant().value())),
        List.of(new ControlOperation.CancelTenantDeletion(call.tenant())),
        reader -> {});
  }

  private Receipt set(ControlCall call, TenantStatus status) {
    return writes.write(
        call.request("set_status", new JsonValue.Text(status.word())),
        new Operation.SetTenantStatus(status),
        reader -> {});
  }
}
