package io.entdb.backup.restore;

import io.entdb.backup.SnapshotManifest;
import java.util.Optional;

/** Hears how far a restore is. Called often, on the restoring thread: must be quick. */
public interface RestoreListener {
  /** Hears nothing. */
  RestoreListener NONE = new RestoreListener() {};

  /**
   * What it begins with.
   *
   * @param base empty = the tenant's first record
   */
  default void begins(Optional<SnapshotManifest> base) {}

  default void downloaded(long bytes, long of) {}

  /** Everything up to n was looked at. */
  default void replayed(long n, long of) {}

  /** All is there; now it is verified. */
  default void verifies() {}
}
