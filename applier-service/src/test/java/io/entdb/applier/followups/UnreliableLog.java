package io.entdb.applier.followups;

import io.entdb.model.TenantId;
import io.entdb.model.record.WalRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A log that loses requests and acknowledgements, writes late, and repeats old records. */
final class UnreliableLog implements RecordLog {
  private final Map<TenantId, SimulatedTenant> tenants;
  private final SplittableRandom random;
  private final List<WalRecord> written = new ArrayList<>();
  private boolean reliable;

  UnreliableLog(Map<TenantId, SimulatedTenant> tenants, SplittableRandom random) {
    this.tenants = tenants;
    this.random = random;
  }

  /** Nothing that was on its way arrives any more: it is another log. */
  void loseAll() {
    written.clear();
  }

  void becomeReliable() {
    reliable = true;
  }

  @Override
  public long append(int partition, WalRecord record) throws LogUnavailableException {
    int fate = reliable ? 9 : random.nextInt(10);
    if (fate == 0) {
      throw new LogUnavailableException("lost before it was written");
    }
    if (fate == 1) {
      written.add(record);
      throw new LogUnavailableException("given up, and perhaps written later");
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

  /** A record comes late, or again: a client library's retry, or a process that lost its turn. */
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
