package io.entdb.follower;

import io.entdb.model.TenantId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * What a follower has in hand, at one moment.
 *
 * @param heldTenants tenants kept current, open or not
 * @param openStores of these, with open files
 * @param hydrating tenants whose store is being built or waits for it
 * @param parked tenants that stand still
 * @param failing tenants whose store fails again and again
 * @param queuedRecords read from the log, not yet applied
 * @param queuedBytes their size
 * @param diskBytes size of all tenants' files when last measured
 * @param largest the tenants whose files were largest then, at most {@link #LARGEST_MAX}
 * @param classes how many tenants there were of each size then; one entry for each class
 */
public record FollowerStats(
    int heldTenants,
    int openStores,
    int hydrating,
    int parked,
    int failing,
    long queuedRecords,
    long queuedBytes,
    long diskBytes,
    List<TenantBytes> largest,
    List<ClassStats> classes,
    List<PartitionStats> partitions) {
  /** How many of the largest tenants are named: labels of metrics must stay few. */
  public static final int LARGEST_MAX = 10;

  public FollowerStats {
    largest = List.copyOf(largest);
    classes = List.copyOf(classes);
    partitions = List.copyOf(partitions);
  }

  /**
   * The tenants of a size.
   *
   * @param bytes what their files take together
   */
  public record ClassStats(SizeClass size, int tenants, long bytes) {
    /** Sorts tenants' sizes in bytes into classes. */
    static List<ClassStats> of(Collection<Long> sizes) {
      return Arrays.stream(SizeClass.values()).map(each -> of(each, sizes)).toList();
    }

    private static ClassStats of(SizeClass size, Collection<Long> sizes) {
      List<Long> own = sizes.stream().filter(bytes -> SizeClass.of(bytes) == size).toList();
      return new ClassStats(size, own.size(), own.stream().mapToLong(Long::longValue).sum());
    }
  }

  /** Size of a tenant's files. */
  public record TenantBytes(TenantId tenant, long bytes) {}

  /**
   * A partition that is followed, or should be.
   *
   * @param followedN everything at or before is read and handed to the tenants
   * @param committedN everything at or before is committed by all tenants
   * @param lagRecords how many records the log has after followedN, as of the last look
   * @param behind see {@link Follower#behind}
   * @param waiting age of the oldest record that was read and waits to be committed, by the
   *     broker's clock; zero = none does
   * @param stopped why it is not followed any further; empty = it is
   */
  public record PartitionStats(
      int partition,
      long followedN,
      long committedN,
      long lagRecords,
      Duration behind,
      Duration waiting,
      String stopped) {
    /** Since when the partition's tenants have not been current, at most. */
    public Duration lag() {
      return behind.compareTo(waiting) > 0 ? behind : waiting;
    }
  }
}
