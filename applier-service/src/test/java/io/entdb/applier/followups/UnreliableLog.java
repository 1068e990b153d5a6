package io.entdb.applier.followups;

import io.entdb.model.TenantId;
import io.entdb.model.record.WalRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A log that loses acknowledgements and requests, dies in between, and repeats old records. */
final class UnreliableLog implements RecordLog {
  private final Map<TenantId, SimulatedTenant> tenants;
  private final SplittableRandom random;
  private final List<WalRecord> written = new ArrayList<>();
  private boolean reliable;

  UnreliableLog(Map<TenantId, SimulatedTenant> tenants, SplittableRandom random) {
    this.tenants = tenants;
    this.random = random;
  }

  void becomeReliable() {
    reliable = true;
  }

  @Override
  public long append(int partition, WalRecord record) throws LogUnavailableException {
    int fate = reliable ? 9 : random.nextInt(10);
    if (fate < 2) {
      throw new LogUnavailableException("lost before it was written");
    }
    SimulatedTenant tenant = tenants.get(record.tenant());
    if (tenant == null || tenant.partition != partition) {
      throw new AssertionError("no tenant " + record.tenant() + " in partition " + partition);
    }
    long n = tenant.append(record);
    written.add(record);
    if (fate < 4) {
      throw new LogUnavailableException("written, but never acknowledged");
    }
    return n;
  }

  /** A record that was written once comes again: a retry of a client library, or a zombie. */
  void repeatOne() {
    if (!written.isEmpty()) {
      WalRecord record = written.get(random.nextInt(written.size()));
      SimulatedTenant tenant = tenants.get(record.tenant());
      if (tenant != null) {
        tenant.append(record);
      }
    }
  }
}
