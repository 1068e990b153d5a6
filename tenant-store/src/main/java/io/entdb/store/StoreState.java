package io.entdb.store;

import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import java.util.Optional;

/**
 * Where a tenant's store stands. Two stores of one tenant at one position have one digest.
 *
 * @param incarnation the life of the tenant; 0 = not opened yet
 * @param position the last record applied; empty = none yet
 * @param leaderEpoch Kafka's leader epoch of that record; -1 when unknown
 * @param tenantTime unix ms; never goes back
 * @param digest 64 hex digits over the logical state
 * @param schemaFingerprint empty = no type was ever registered
 * @param work what its applier has to do for it; a reading tells it only when asked: {@link
 *     ControlReader#work}
 */
public record StoreState(
    TenantId tenant,
    long incarnation,
    Optional<WalPosition> position,
    int leaderEpoch,
    long tenantTime,
    String digest,
    String schemaFingerprint,
    Work work) {
  /**
   * What has to be appended to logs on a tenant's account.
   *
   * @param followUpsWait whether follow-ups wait for their delivery
   * @param dueAt unix ms of tenant time from which something is due; {@link Long#MAX_VALUE} = never
   */
  public record Work(boolean followUpsWait, long dueAt) {
    public static final Work NONE = new Work(false, Long.MAX_VALUE);

    public boolean isThere(long now) {
      return followUpsWait || dueAt <= now;
    }
  }

  public boolean isOpened() {
    return incarnation != 0;
  }

  /** n of the last record applied, {@link WalPosition#BEFORE_FIRST} = none. */
  public long n() {
    return position.map(WalPosition::n).orElse(WalPosition.BEFORE_FIRST);
  }
}
