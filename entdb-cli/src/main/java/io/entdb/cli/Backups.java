package io.entdb.cli;

import io.entdb.backup.Checkpoints;
import io.entdb.backup.RebaseImages;
import io.entdb.backup.Snapshots;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.restore.Restorer;
import io.entdb.backup.restore.Restorer.Place;
import io.entdb.backup.restore.TenantFinder;
import io.entdb.model.InvalidException;
import io.entdb.model.TenantId;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import java.time.InstantSource;

/** What backups of a system consist of, read from one bucket. */
final class Backups {
  final ObjectStore objects;
  final Archive archive;
  final Checkpoints checkpoints;
  final Snapshots snapshots;
  final RebaseImages images;
  final TenantFinder finder;
  final Restorer restorer;

  Backups(ObjectStore objects) {
    InstantSource clock = InstantSource.system();
    this.objects = objects;
    this.archive = new Archive(objects, clock);
    this.checkpoints = new Checkpoints(objects, clock);
    this.snapshots = new Snapshots(objects, clock);
    this.finder = new TenantFinder(archive, checkpoints, snapshots);
    this.images = new RebaseImages(objects, clock);
    this.restorer = new Restorer(archive, snapshots, images);
  }

  /** Where a tenant lives. */
  Place find(String tenant) throws CliException, ObjectStoreException {
    TenantId id = tenant(tenant);
    return finder
        .find(id)
        .orElseThrow(
            () ->
                new CliException(
                    "no snapshot, checkpoint or archived record knows tenant " + tenant));
  }

  static TenantId tenant(String text) throws CliException {
    try {
      return new TenantId(text);
    } catch (InvalidException e) {
      throw new CliException(String.valueOf(e.getMessage()), e);
    }
  }
}
