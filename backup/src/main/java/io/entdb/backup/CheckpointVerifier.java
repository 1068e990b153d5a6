package io.entdb.backup;

import io.entdb.model.TenantId;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads everything that a partition's newest checkpoint names. */
final class CheckpointVerifier {
  private final ObjectStore objects;
  private final Manifests manifests;
  private final ProgressListener listener;
  private final List<String> wrong = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private long bytesDone;
  private long bytesTotal;

  CheckpointVerifier(ObjectStore objects, Manifests manifests, ProgressListener listener) {
    this.objects = objects;
    this.manifests = manifests;
    this.listener = listener;
  }

  List<String> verify(int partition) throws ObjectStoreException {
    Optional<CheckpointManifest> newest = Optional.empty();
    List<ObjectEntry> newestFirst = manifests.newestFirst(partition);
    for (ObjectEntry entry : newestFirst) {
      try {
        Optional<CheckpointManifest> manifest = manifests.read(entry.name());
        if (entry.equals(newestFirst.getFirst())) {
          newest = manifest;
        }
      } catch (ObjectCorruptException e) {
        wrong.add(String.valueOf(e.getMessage()));
      }
    }
    if (newest.isPresent()) {
      verify(newest.get());
    }
    return wrong;
  }

  private void verify(CheckpointManifest manifest) throws ObjectStoreException {
    for (TenantCheckpoint tenant : manifest.tenants()) {
      bytesTotal += tenant.image().map(ImageRef::bytes).orElse(0L);
    }
    for (TenantCheckpoint tenant : manifest.tenants()) {
      verify(manifest.partition(), tenant);
    }
  }

  private void verify(int partition, TenantCheckpoint tenant) throws ObjectStoreException {
    ImageRef image = tenant.image().orElse(null);
    for (int index = 0; image != null && index < image.chunks().size(); index++) {
      String chunk = image.chunks().get(index);
      ObjectName name = CheckpointNames.chunk(tenant.tenant(), chunk);
      int length = Chunks.length(image, index);
      if (seen.add(name.value())) {
        try {
          Optional<byte[]> packed = objects.get(name);
          if (packed.isPresent()) {
            Chunks.unpack(name, packed.get(), length);
          } else if (isStillNamed(partition, tenant.tenant(), chunk)) {
            wrong.add("object " + name + " is missing");
          }
        } catch (ObjectCorruptException e) {
          wrong.add(String.valueOf(e.getMessage()));
        }
      }
      bytesDone += length;
      listener.progress(bytesDone, bytesTotal);
    }
  }

  /** A missing chunk is right where a newer checkpoint does without it. */
  private boolean isStillNamed(int partition, TenantId tenant, String chunk)
      throws ObjectStoreException {
    return manifests.newest(partition).stream()
        .flatMap(manifest -> manifest.tenants().stream())
        .filter(checkpoint -> checkpoint.tenant().equals(tenant))
        .flatMap(checkpoint -> checkpoint.image().stream())
        .anyMatch(image -> image.chunks().contains(chunk));
  }
}
