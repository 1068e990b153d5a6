package io.entdb.snapshotter.make;

import io.entdb.backup.SnapshotId;
import io.entdb.backup.SnapshotManifest;
import io.entdb.backup.restore.Restorer.Place;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** What one tenant has in the archive that its snapshots lack. For one thread. */
final class TenantWatch {
  private static final Duration RETRY_FIRST = Duration.ofSeconds(30);
  private static final Duration RETRY_MAX = Duration.ofHours(1);

  final Place place;
  private final NavigableSet<Long> requested = new TreeSet<>();
  private long snapshotN;
  private long snapshotMadeMs;
  private long archivedN = -1;
  private long records;
  private long changedSinceMs = Long.MAX_VALUE;
  private long notBeforeMs;
  private Duration retry = RETRY_FIRST;

  /**
   * A tenant with its newest snapshot.
   *
   * @param newest empty = it has none
   */
  TenantWatch(Place place, Optional<SnapshotManifest> newest) {
    this.place = place;
    this.snapshotN = newest.map(SnapshotManifest::n).orElse(-1L);
    this.snapshotMadeMs = newest.map(SnapshotManifest::createdAtMs).orElse(0L);
  }

  long snapshotN() {
    return snapshotN;
  }

  /** The archive has records of the tenant up to n. */
  void archived(long lastN, long count, long nowMs) {
    if (lastN > archivedN) {
      archivedN = lastN;
      if (lastN > snapshotN) {
        records += count;
        changedSinceMs = Math.min(changedSinceMs, nowMs);
      }
    }
  }

  /**
   * The newest snapshot is gone.
   *
   * @param newest what is there instead
   */
  void lost(Optional<SnapshotManifest> newest, long nowMs) {
    archivedN = Math.max(archivedN, snapshotN);
    snapshotN = newest.map(SnapshotManifest::n).orElse(-1L);
    snapshotMadeMs = newest.map(SnapshotManifest::createdAtMs).orElse(0L);
    changedSinceMs = Math.min(changedSinceMs, nowMs);
  }

  /** Somebody wants a snapshot at n. */
  void request(long n) {
    requested.add(n);
  }

  /** The positions that somebody wants snapshots at and that have none yet. */
  NavigableSet<Long> requested() {
    return requested;
  }

  /** Whether a snapshot is due, and at which n; a largest number = as far as is archived. */
  OptionalLong due(SnapshotPolicy policy, long nowMs) {
    if (nowMs < notBeforeMs) {
      return OptionalLong.empty();
    }
    if (!requested.isEmpty()) {
      return OptionalLong.of(requested.first());
    }
    if (changedSinceMs == Long.MAX_VALUE) {
      return OptionalLong.empty();
    }
    boolean isFirst = snapshotN < 0;
    Duration patience = isFirst ? policy.firstAfter() : policy.maxAge();
    long since = isFirst ? changedSinceMs : Math.min(changedSinceMs, snapshotMadeMs);
    boolean isDue = records >= policy.volumeRecords() || nowMs - since >= patience.toMillis();
    return isDue ? OptionalLong.of(Long.MAX_VALUE) : OptionalLong.empty();
  }

  void made(SnapshotManifest snapshot, long nowMs) {
    requested.remove(snapshot.n());
    retry = RETRY_FIRST;
    if (snapshot.n() > snapshotN) {
      snapshotN = snapshot.n();
      snapshotMadeMs = snapshot.createdAtMs();
    }
    if (archivedN <= snapshotN) {
      changedSinceMs = Long.MAX_VALUE;
      records = 0;
    } else {
      changedSinceMs = nowMs; // What came while it was made.
    }
  }

  /** A snapshot is there already that was asked for. */
  void found(SnapshotId id) {
    requested.remove(id.n());
  }

  void failed(long nowMs) {
    notBeforeMs = nowMs + retry.toMillis();
    Duration longer = retry.multipliedBy(2);
    retry = longer.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : longer;
  }

  /** Since when a change has been missing from every snapshot, unix ms; the largest = none is. */
  long missingSinceMs() {
    return changedSinceMs == Long.MAX_VALUE || snapshotN < 0
        ? changedSinceMs
        : Math.min(changedSinceMs, snapshotMadeMs);
  }
}
