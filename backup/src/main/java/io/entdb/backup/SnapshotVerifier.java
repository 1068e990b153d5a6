package io.entdb.backup;

import io.entdb.model.TenantId;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.objects.ObjectStoreUnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads every object that a tenant's snapshots are made of, one chunk in memory at a time. */
public final class SnapshotVerifier {
  private final ObjectStore objects;
  private final Snapshots snapshots;
  private final TenantId tenant;
  private final ProgressListener listener;
  private final List<String> wrong = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private int sound;
  private long bytes;

  private SnapshotVerifier(
      ObjectStore objects, Snapshots snapshots, TenantId tenant, ProgressListener listener) {
    this.objects = objects;
    this.snapshots = snapshots;
    this.tenant = tenant;
    this.listener = listener;
  }

  /**
   * What was found.
   *
   * @param wrong one line for each object that is damaged or missing; each names it
   * @param sound snapshots in which nothing wrong was found that an older one does not have, too
   * @param chunks objects with parts of files; snapshots share them
   * @param bytes of these, as stored
   */
  public record Report(TenantId tenant, List<String> wrong, int sound, int chunks, long bytes) {
    public Report {
      wrong = List.copyOf(wrong);
    }

    public boolean isSound() {
      return wrong.isEmpty();
    }
  }

  /**
   * Verifies all snapshots of a tenant.
   *
   * @throws ObjectStoreUnavailableException when not everything could be read
   */
  public static Report verify(
      ObjectStore objects, Snapshots snapshots, TenantId tenant, ProgressListener listener)
      throws ObjectStoreException {
    return new SnapshotVerifier(objects, snapshots, tenant, listener).verify();
  }

  private Report verify() throws ObjectStoreException {
    List<SnapshotId> ids = snapshots.ids(tenant);
    for (int i = 0; i < ids.size(); i++) {
      int before = wrong.size();
      try {
        Optional<SnapshotManifest> manifest = snapshots.read(tenant, ids.get(i));
        if (manifest.isPresent()) { // Otherwise retention has taken it meanwhile.
          verify(manifest.get());
        }
      } catch (ObjectCorruptException e) {
        wrong.add(String.valueOf(e.getMessage()));
      }
      sound += wrong.size() == before ? 1 : 0;
      listener.progress(i + 1L, ids.size());
    }
    return new Report(tenant, wrong, sound, seen.size(), bytes);
  }

  private void verify(SnapshotManifest manifest) throws ObjectStoreException {
    ImageRef image = manifest.image();
    for (int index = 0; index < image.chunks().size(); index++) {
      ObjectName name = ChunkFolder.ofSnapshots(tenant).chunk(image.chunks().get(index));
      if (seen.add(name.value())) {
        verify(manifest, name, Chunks.length(image, index));
      }
    }
  }

  private void verify(SnapshotManifest manifest, ObjectName name, int length)
      throws ObjectStoreException {
    Optional<byte[]> packed = objects.get(name);
    if (packed.isPresent()) {
      bytes += packed.get().length;
      try {
        Chunks.unpack(name, packed.get(), length);
      } catch (ObjectCorruptException e) {
        wrong.add(String.valueOf(e.getMessage()));
      }
    } else if (snapshots.has(tenant, manifest.id())) {
      wrong.add("object %s is missing, which snapshot %s names".formatted(name, manifest.id()));
    }
  }
}
