package io.entdb.snapshotter.make;

import io.entdb.backup.SnapshotManifest;
import io.entdb.model.TenantId;
import java.time.Duration;

/** Hears what becomes of snapshots. Must be quick. */
public interface SnapshotListener {
  void made(SnapshotManifest snapshot, long records, Duration took, Duration upload);

  /** It could not be made and is tried again later. */
  void failed(TenantId tenant, String reason);

  /** Two independent ways to one state came to different ones. A person must look. */
  void diverged(TenantId tenant, String message);

  /** So many objects were removed. */
  void removed(int objects);

  /** A snapshot that was there is gone, and nobody here removed it. It is made again. */
  void lost(String snapshot);

  /** Looking, or removing, failed and is tried again. */
  void lookFailed(String reason);
}
