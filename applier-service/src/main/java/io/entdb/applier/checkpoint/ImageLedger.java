package io.entdb.applier.checkpoint;

import io.entdb.backup.ImagePolicy;
import io.entdb.backup.ImageRef;
import io.entdb.follower.OwnedPartitions.Standing;
import io.entdb.model.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers what has come since each tenant's image, and so when the next is due. */
final class ImageLedger {
  private final Map<TenantId, Imaged> images = new ConcurrentHashMap<>();

  /**
   * @param n of the image; -1 = none
   * @param recordBytes what this process had applied to the tenant by then
   */
  private record Imaged(long n, long recordBytes, Instant at) {}

  /**
   * Whether a tenant's image is due.
   *
   * @param image its last one
   * @param notAfter when that was made, if this process didn't make it
   */
  boolean isDue(Standing standing, Optional<ImageRef> image, Instant notAfter, Instant now) {
    long imageN = image.map(ImageRef::n).orElse(-1L);
    if (standing.state().n() <= imageN) {
      return false;
    }
    if (image.isEmpty()) {
      return true; // No checkpoint says where a tenant's records begin; its image must.
    }
    Imaged known =
        images.compute(
            standing.tenant(),
            (_, before) ->
                before != null && before.n() == imageN ? before : new Imaged(imageN, 0, notAfter));
    // Records that an earlier process applied aren't counted; the image's age makes up for them.
    long tailBytes = Math.max(1, standing.recordBytes() - known.recordBytes());
    return ImagePolicy.isDue(image.get().bytes(), known.at(), tailBytes, now);
  }

  /** A checkpoint with this image is published. */
  void imaged(Standing standing, ImageRef image, Instant at) {
    images.put(standing.tenant(), new Imaged(image.n(), standing.recordBytes(), at));
  }
}
