package io.entdb.gateway.control;

import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.commit.TenantWrites;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.read.Reads;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.Operation;
import io.entdb.model.record.TenantStatus;

/** Archives tenants and puts them on legal hold; for privileged callers. */
public final class Statuses {
  private final TenantWrites writes;
  private final Reads reads;

  public Statuses(TenantWrites writes, Reads reads) {
    this.writes = writes;
    this.reads = reads;
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

  /** Ends all deletes of a tenant, or ends the hold: then it is active. */
  public Receipt setLegalHold(ControlCall call, boolean enabled) {
    Roles.requirePrivileged(call.caller(), "SetLegalHold requires admin or owner role");
    return set(call, enabled ? TenantStatus.LEGAL_HOLD : TenantStatus.ACTIVE);
  }

  private Receipt set(ControlCall call, TenantStatus status) {
    return writes.write(
        call.request("set_status", new JsonValue.Text(status.word())),
        new Operation.SetTenantStatus(status),
        reader -> {});
  }
}
