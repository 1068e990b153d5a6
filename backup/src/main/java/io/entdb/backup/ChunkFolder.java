package io.entdb.backup;

import io.entdb.model.TenantId;
import io.entdb.objects.ObjectName;

/**
 * Where the chunks of a tenant's images are.
 *
 * @param prefix ends in a slash
 */
record ChunkFolder(String prefix) {
  static ChunkFolder ofCheckpoints(TenantId tenant) {
    return new ChunkFolder(CheckpointNames.chunks(tenant));
  }

  static ChunkFolder ofSnapshots(TenantId tenant) {
    return new ChunkFolder(SnapshotNames.chunks(tenant));
  }

  ObjectName chunk(String chunk) {
    return new ObjectName(prefix + chunk);
  }
}
