package io.entdb.follower;

import io.entdb.model.TenantId;
import io.entdb.wal.consumer.WalGroup;
import io.entdb.wal.consumer.WalTail;
import java.time.Duration;
import java.util.List;

/**
 * Keeps tenants' stores current with the log: builds them from checkpoints and the log, tails the
 * partitions, commits, wakes those who wait. Usable by several threads.
 */
public final class Follower implements AutoCloseable {
  private Follower() {}

  /** A follower of all partitions that builds a tenant's store when somebody first asks for it. */
  public static Follower onDemand(FollowerSettings settings, FollowerParts parts, WalTail tail) {
    throw new IllegalStateException("not yet " + settings + parts + tail);
  }

  /** A follower of the partitions that its group assigns to it, and of all their tenants. */
  public static Follower owning(FollowerSettings settings, FollowerParts parts, WalGroup group) {
    throw new IllegalStateException("not yet " + settings + parts + group);
  }

  /**
   * A lease on a tenant that is kept current. The first one has the store built, and waits for it;
   * later ones cost a look-up. A parked tenant is held as it stands.
   *
   * @param wait how long to wait for the store to be built
   * @throws HydratingException when it takes longer; the building goes on
   * @throws FollowerUnavailableException when the partition is not followed
   */
  public HeldTenant hold(TenantPlace place, Duration wait)
      throws HydratingException, FollowerUnavailableException, InterruptedException {
    throw new FollowerUnavailableException("not yet " + place + wait);
  }

  /**
   * Everything of the partition at or before this n was read and handed to the tenants' queues;
   * {@link io.entdb.model.WalPosition#BEFORE_FIRST} = nothing, or the partition isn't followed.
   */
  public long followedN(int partition) {
    throw new IllegalStateException("not yet " + partition);
  }

  /**
   * n of the last record that the partition has now, asked of the brokers; a barrier for {@link
   * HeldTenant#await}. Callers at the same time share a question.
   *
   * @return {@link io.entdb.model.WalPosition#BEFORE_FIRST} when there never was one
   */
  public long presentEndN(int partition) throws FollowerUnavailableException, InterruptedException {
    throw new FollowerUnavailableException("not yet " + partition);
  }

  /**
   * For how long the partition's tail has been behind the log's end, for sure at most: it grows
   * while brokers cannot be asked, and while the tail stands still though there are records.
   */
  public Duration behind(int partition) {
    throw new IllegalStateException("not yet " + partition);
  }

  /**
   * Waits until {@link #followedN} has reached n.
   *
   * @return whether it did in time
   */
  public boolean awaitPassed(int partition, long n, Duration timeout) throws InterruptedException {
    throw new IllegalStateException("not yet " + partition + n + timeout);
  }

  /** How many partitions the log has, as far as this follower knows. */
  public int partitionCount() {
    throw new IllegalStateException("not yet");
  }

  /** Tenants that stand still, by partition and name. */
  public List<ParkedTenant> parked() {
    throw new IllegalStateException("not yet");
  }

  public FollowerStats stats() {
    throw new IllegalStateException("not yet");
  }

  /** Removes a tenant's file, unless somebody has a lease on it; the next hold builds it again. */
  public void drop(TenantId tenant) {
    throw new IllegalStateException("not yet " + tenant);
  }

  /** Applies what is queued, notes where everything stands, closes the stores cleanly. */
  @Override
  public void close() {}
}
