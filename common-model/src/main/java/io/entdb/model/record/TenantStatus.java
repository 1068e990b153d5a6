package io.entdb.model.record;

import java.util.Locale;
import java.util.Optional;

/** What may be done in a tenant as a whole. */
public enum TenantStatus {
  /** Reads and writes. */
  ACTIVE,
  /** Reads only. */
  ARCHIVED,
  /** Reads, and writes that delete nothing. */
  LEGAL_HOLD;

  /** {@code active}, {@code archived}, {@code legal_hold}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<TenantStatus> ofWord(String word) {
    for (TenantStatus status : values()) {
      if (status.word().equals(word)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
