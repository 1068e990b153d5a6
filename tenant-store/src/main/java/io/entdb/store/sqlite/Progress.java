package io.entdb.store.sqlite;

import io.entdb.model.WalPosition;
import io.entdb.store.StoreState.Work;

/**
 * Where the file stands; replaced as a whole, so that a rollback is putting the old one back.
 *
 * @param feedFloor n of the newest record whose feed is gone
 */
record Progress(
    long incarnation,
    int partition,
    long n,
    int leaderEpoch,
    long tenantTime,
    Digest digest,
    CachedSchema schema,
    long oldestOutcomeTime,
    long feedFloor,
    Work work) {
  /** A file without records; the directory is born open. */
  static Progress none(boolean open) {
    return new Progress(
        open ? 1 : 0,
        0,
        WalPosition.BEFORE_FIRST,
        -1,
        0,
        new Digest(),
        CachedSchema.EMPTY,
        Long.MAX_VALUE,
        WalPosition.BEFORE_FIRST,
        Work.NONE);
  }

  /** The same without data, in a life that begins or has ended. */
  Progress emptied(long life, Digest rest, Work left) {
    return new Progress(
        life,
        partition,
        n,
        leaderEpoch,
        tenantTime,
        rest,
        CachedSchema.EMPTY,
        Long.MAX_VALUE,
        feedFloor,
        left);
  }

  /** The same after a record. */
  Progress at(int newPartition, long newN, int newLeaderEpoch, long newTime) {
    return new Progress(
        incarnation,
        newPartition,
        newN,
        newLeaderEpoch,
        newTime,
        digest,
        schema,
        oldestOutcomeTime,
        feedFloor,
        work);
  }

  /** The same with a digest that may be changed. */
  Progress withOwnDigest() {
    return new Progress(
        incarnation,
        partition,
        n,
        leaderEpoch,
        tenantTime,
        digest.copy(),
        schema,
        oldestOutcomeTime,
        feedFloor,
        work);
  }

  Progress withSchema(CachedSchema next) {
    return new Progress(
        incarnation,
        partition,
        n,
        leaderEpoch,
        tenantTime,
        digest,
        next,
        oldestOutcomeTime,
        feedFloor,
        work);
  }

  /** The same with other data. */
  Progress withData(Digest rows, CachedSchema next) {
    return new Progress(
        incarnation,
        partition,
        n,
        leaderEpoch,
        tenantTime,
        rows,
        next,
        oldestOutcomeTime,
        feedFloor,
        work);
  }

  Progress withOldestOutcome(long time) {
    return new Progress(
        incarnation, partition, n, leaderEpoch, tenantTime, digest, schema, time, feedFloor, work);
  }

  /** The same when the feed of all records up to one is gone. */
  Progress withFeedFloor(long floor) {
    return new Progress(
        incarnation,
        partition,
        n,
        leaderEpoch,
        tenantTime,
        digest,
        schema,
        oldestOutcomeTime,
        floor,
        work);
  }

  Progress withWork(Work next) {
    return new Progress(
        incarnation,
        partition,
        n,
        leaderEpoch,
        tenantTime,
        digest,
        schema,
        oldestOutcomeTime,
        feedFloor,
        next);
  }
}
