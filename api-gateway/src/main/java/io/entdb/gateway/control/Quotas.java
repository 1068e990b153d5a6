package io.entdb.gateway.control;

import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.commit.TenantWrites;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.read.Reads;
import io.entdb.gateway.read.Seen;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.ControlOperation;
import io.entdb.model.record.MonthlyUse;
import io.entdb.model.record.Quota;
import java.time.InstantSource;

/** How much tenants may do, and what they did this month. */
public final class Quotas {
  private final TenantWrites writes;
  private final Reads reads;
  private final InstantSource clock;

  public Quotas(TenantWrites writes, Reads reads, InstantSource clock) {
    this.writes = writes;
    this.reads = reads;
    this.clock = clock;
  }

  /** A tenant's quota, and its use in the present month, as far as that is counted. */
  public record State(Quota quota, MonthlyUse use) {}

  /** A tenant's quota; for its owners and admins and privileged callers. */
  public State get(ReadRequest request) {
    Seen<State> seen =
        reads.read(
            request,
            reader -> {
              Roles.admin(request.caller(), "Only tenant owner or admin can read the quota")
                  .look(reader);
              return new State(reader.quota(), reader.use(clock.millis()));
            });
    return seen.value();
  }

  /** Sets a tenant's quota; for privileged callers. */
  public Receipt set(ControlCall call, Quota quota) {
    Roles.requirePrivileged(call.caller(), "setting a quota requires a system: or admin: actor");
    return writes.write(
        call.request("set_quota", new JsonValue.Text(quota.toSetting())),
        new ControlOperation.SetQuota(quota),
        reader -> {});
  }
}
