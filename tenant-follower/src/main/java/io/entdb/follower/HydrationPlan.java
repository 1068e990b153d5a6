package io.entdb.follower;

import io.entdb.follower.TenantSources.Image;
import io.entdb.follower.TenantSources.Manifest;
import io.entdb.follower.TenantSources.Mark;
import io.entdb.model.WalPosition;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How a store gets to a position: from which image, and through which stretch of the log after it.
 *
 * @param image empty = from nothing
 * @param stretch empty = the image is there already
 */
record HydrationPlan(Optional<Image> image, Optional<Stretch> stretch) {
  /** Records from one n through another. */
  record Stretch(long fromN, long toN) {}

  /**
   * What is known before.
   *
   * @param manifest the newest checkpoint of the partition
   * @param mark what it says of the tenant; null = nothing
   * @param logStart no record of the tenant stands before
   * @param quietSince the tenant has no record from here through {@code toN}, nor between its last
   *     one in the manifest and here; empty = unknown
   * @param toN where the store is to get
   */
  record Known(
      Optional<Manifest> manifest,
      @Nullable Mark mark,
      long logStart,
      OptionalLong quietSince,
      long toN) {}

  /** From the checkpoint's image. */
  static HydrationPlan withImage(Known known) {
    Mark mark = known.mark();
    Optional<Image> image = mark == null ? Optional.empty() : mark.image();
    return new HydrationPlan(image, stretch(known, image));
  }

  /** From the log alone. */
  static HydrationPlan withoutImage(Known known) {
    return new HydrationPlan(Optional.empty(), stretch(known, Optional.empty()));
  }

  private static Optional<Stretch> stretch(Known known, Optional<Image> image) {
    Mark mark = known.mark();
    // A parked tenant's records after its last one were not applied, but they are there.
    boolean isParked = mark != null && mark.isParked();
    long lastRecordN = mark == null ? -1 : isParked ? Long.MAX_VALUE : mark.lastRecordN();
    long reached = Math.max(known.logStart() - 1, image.map(Image::n).orElse(-1L));
    if (mark != null && mark.lastRecordN() < 0) {
      reached = Math.max(reached, mark.parkedN().orElse(0) - 1); // It is parked at its first.
    }
    long needed = known.toN();
    if (known.quietSince().isPresent()) {
      needed = Math.min(needed, Math.min(known.quietSince().getAsLong() - 1, lastRecordN));
    } else if (lastRecordN <= reached) {
      long manifestN = known.manifest().map(Manifest::n).orElse(WalPosition.BEFORE_FIRST);
      reached = Math.max(reached, manifestN);
    }
    return reached < needed ? Optional.of(new Stretch(reached + 1, needed)) : Optional.empty();
  }
}
