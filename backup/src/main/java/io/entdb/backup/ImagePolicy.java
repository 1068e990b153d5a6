package io.entdb.backup;

import java.time.Duration;
import java.time.Instant;

/**
 * When a tenant's image is renewed: when replaying what came since would cost more than loading.
 */
public final class ImagePolicy {
  /** Longest that a change waits for an image. */
  public static final Duration AGE_MAX = Duration.ofMinutes(15);

  /** Fewest bytes of records that are worth an image by their size. */
  public static final long TAIL_BYTES_MIN = 256 * 1024;

  private ImagePolicy() {}

  /**
   * Whether a tenant's image is due.
   *
   * @param imageBytes size of its last image; 0 = it has none
   * @param imagedAt when that was made; without one, when the first record came
   * @param tailBytes bytes of the records since then; 0 = nothing changed
   */
  public static boolean isDue(long imageBytes, Instant imagedAt, long tailBytes, Instant now) {
    if (tailBytes == 0) {
      return false;
    }
    return tailBytes > Math.max(TAIL_BYTES_MIN, imageBytes / 4)
        || Duration.between(imagedAt, now).compareTo(AGE_MAX) > 0;
  }
}
