package io.entdb.backup;

import io.entdb.model.WalPosition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A tenant's database file on S3, as a list of chunks.
 *
 * @param n the last record that the file holds; {@link WalPosition#BEFORE_FIRST} = none
 * @param digest the state's digest at n, 64 hex digits
 * @param bytes the file's size
 * @param chunkBytes size of every chunk but the last
 * @param chunks the chunks' names in order of the file, see {@link Checkpoints}; some of a
 *     snapshot's are patches, see {@link Snapshots}
 */
public record ImageRef(long n, String digest, long bytes, int chunkBytes, List<String> chunks) {
  public ImageRef {
    if (bytes < 0 || chunkBytes < 1 || chunks.size() != (bytes + chunkBytes - 1) / chunkBytes) {
      throw new IllegalArgumentException(
          "%d chunks of %d bytes do not make an image of %d bytes"
              .formatted(chunks.size(), chunkBytes, bytes));
    }
    chunks = List.copyOf(chunks);
  }

  /** Names of all that the image needs: its chunks, and those that patches are of. */
  Set<String> objects() {
    Set<String> objects = new LinkedHashSet<>();
    for (String chunk : chunks) {
      objects.add(chunk);
      ChunkNames.baseOf(chunk).ifPresent(objects::add);
    }
    return objects;
  }
}
