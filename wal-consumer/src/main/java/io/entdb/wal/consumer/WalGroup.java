package io.entdb.wal.consumer;

import java.util.Map;

/**
 * A {@link WalTail} whose partitions are dealt out among the members of a consumer group. An
 * assigned partition delivers nothing until {@link #follow} says from where; following a partition
 * that is not assigned (any more) does nothing.
 */
public interface WalGroup extends WalTail {
  /**
   * Joins the group. Called once, before the first {@link #poll}; the callbacks run inside poll.
   */
  void join(Ownership ownership);

  /**
   * Tells the group how far its partitions are, for lag monitors only: nobody starts from it.
   * Returns at once; failures are ignored, the next call makes up for them.
   *
   * @param nextN by partition; those not assigned are passed over
   */
  void reportProgress(Map<Integer, Long> nextN);

  /** Told which partitions this member has. Must return soon: the whole group may wait for it. */
  interface Ownership {
    /** The partition is this member's now. */
    void assigned(int partition);

    /** The partition goes to another member as soon as this returns. */
    void revoked(int partition);

    /** The partition went to another member some time ago, because this one was not heard of. */
    void lost(int partition);

    /** All partitions are dealt out: this member knows which it has, if any. */
    default void dealt() {}
  }
}
