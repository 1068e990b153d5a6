package io.entdb.backup.restore;

import io.entdb.backup.CheckpointManifest;
import io.entdb.backup.Checkpoints;
import io.entdb.backup.SnapshotManifest;
import io.entdb.backup.Snapshots;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveMissingException;
import io.entdb.backup.archive.Coverage;
import io.entdb.backup.restore.Restorer.Place;
import io.entdb.model.InvalidException;
import io.entdb.model.TenantId;
import io.entdb.objects.ObjectStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Finds out which partition a tenant lives in, from what is on S3 alone. */
public final class TenantFinder {
  private final Archive archive;
  private final Checkpoints checkpoints;
  private final Snapshots snapshots;

  public TenantFinder(Archive archive, Checkpoints checkpoints, Snapshots snapshots) {
    this.archive = archive;
    this.checkpoints = checkpoints;
    this.snapshots = snapshots;
  }

  /** Where a tenant lives; empty = nothing on S3 knows it. */
  public Optional<Place> find(TenantId tenant) throws ObjectStoreException {
    if (tenant.isSystem()) {
      return Optional.of(new Place(tenant, 0));
    }
    Optional<SnapshotManifest> snapshot = snapshots.newest(tenant, Snapshots.Choice.ANY);
    if (snapshot.isPresent()) {
      return Optional.of(new Place(tenant, snapshot.get().partition()));
    }
    for (int partition : archive.partitions()) {
      if (archivedIn(partition).contains(tenant)) {
        return Optional.of(new Place(tenant, partition));
      }
    }
    return Optional.empty();
  }

  /** All tenants of the archive with their partitions, in order of id. */
  public List<Place> all() throws ObjectStoreException {
    var places = new TreeMap<TenantId, Place>();
    for (int partition : archive.partitions()) {
      for (TenantId tenant : archivedIn(partition)) {
        places.put(tenant, new Place(tenant, partition));
      }
    }
    for (TenantId tenant : snapshots.tenants()) {
      if (!places.containsKey(tenant)) {
        find(tenant).ifPresent(place -> places.put(tenant, place));
      }
    }
    return new ArrayList<>(places.values());
  }

  /** The tenants that have archived records: as a checkpoint tells, and the archive behind it. */
  private List<TenantId> archivedIn(int partition) throws ObjectStoreException {
    var tenants = new ArrayList<TenantId>();
    Coverage coverage = archive.coverage(partition);
    long fromN = coverage.firstN();
    Optional<CheckpointManifest> newest = checkpoints.newest(partition);
    if (newest.isPresent() && newest.get().n() >= fromN) {
      newest.get().tenants().forEach(tenant -> tenants.add(tenant.tenant()));
      fromN = newest.get().n() + 1;
    }
    try {
      for (String key : archive.keys(partition, fromN, coverage.throughN())) {
        tenantOf(key).filter(tenant -> !tenants.contains(tenant)).ifPresent(tenants::add);
      }
    } catch (ArchiveMissingException e) {
      return tenants; // A gap: what the archive holds after it is asked for by position.
    }
    return tenants;
  }

  private static Optional<TenantId> tenantOf(String key) {
    try {
      return Optional.of(new TenantId(key));
    } catch (InvalidException e) {
      return Optional.empty();
    }
  }
}
