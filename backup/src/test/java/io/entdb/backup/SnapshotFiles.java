package io.entdb.backup;

import io.entdb.model.TenantId;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.StoreReport;
import io.entdb.store.StoreReport.Counts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Snapshots of files that are no databases. */
final class SnapshotFiles {
  private SnapshotFiles() {}

  /** Publishes a file, with the newest snapshot as the one before it. */
  static SnapshotManifest publish(Snapshots snapshots, TenantId tenant, long n, Path file)
      throws IOException, ObjectStoreException {
    var pinned = PlainPinnedFile.of(file, tenant, 0, n);
    var report =
        new StoreReport(
            pinned.state(),
            pinned.state().digest(),
            new Counts(0, 0, 0, 0, 0),
            List.of(),
            pinned.bytes());
    return snapshots.publish(
        new SnapshotId(n), pinned, report, snapshots.newest(tenant, Snapshots.Choice.ANY), 0);
  }
}
