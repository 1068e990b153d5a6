package io.entdb.snapshotter.make;

import java.time.Duration;

/** When a tenant's snapshot is due, and how long backups are kept. */
public interface SnapshotPolicy {
  /** Longest time a change may be missing from every snapshot of its tenant. */
  Duration maxAge();

  /** How long after its first archived record a tenant gets its first snapshot. */
  Duration firstAfter();

  /** So many records since its last snapshot make a tenant's next one due at once. */
  long volumeRecords();

  /** How often the archive is looked at for changes and for snapshots that somebody asked for. */
  Duration lookInterval();

  /** How often what is no longer kept is removed. */
  Duration retentionInterval();

  /** How long records stay in the archive: how far back a tenant can be restored to any moment. */
  Duration archiveRetention();

  /** How long snapshots stay; those that restores need stay longer. */
  Duration snapshotRetention();

  /** How many instances share the tenants. */
  int instances();

  /** Which of them this one is, from 0. */
  int instance();
}
