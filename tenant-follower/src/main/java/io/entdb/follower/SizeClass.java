package io.entdb.follower;

import java.util.Locale;

/**
 * How large a tenant's files are, in four words: enough to see whether what is slow is slow for
 * large tenants only, and few enough to label metrics with.
 */
public enum SizeClass {
  /** Below 1 MiB. What was not measured yet counts as this, too. */
  SMALL(1L << 20),
  /** Below 100 MiB. */
  MEDIUM(100L << 20),
  /** Below 1 GiB: from here on building a store is not a matter of a moment. */
  LARGE(1L << 30),
  /** 1 GiB and above. */
  HUGE(Long.MAX_VALUE);

  private final long belowBytes;

  SizeClass(long belowBytes) {
    this.belowBytes = belowBytes;
  }

  /** The class of files that take so many bytes. */
  static SizeClass of(long bytes) {
    for (SizeClass each : values()) {
      if (bytes < each.belowBytes) {
        return each;
      }
    }
    return HUGE;
  }

  /** Its word in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
