package io.entdb.model.record;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be done in a tenant as a whole. */
public enum TenantStatus {
  /** Reads and writes. */
  ACTIVE,
  /** Reads only. */
  ARCHIVED,
  /** Reads, and writes that delete nothing. */
  LEGAL_HOLD,
  /** Nothing; for good. */
  DELETED;

  /** {@code active}, {@code archived}, {@code legal_hold}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Under which name a tenant keeps its status; one without the setting is active. */
  public static final String SETTING = "status";

  /** The status that a setting's value says. */
  public static TenantStatus ofSetting(@Nullable String value) {
    return value == null
        ? ACTIVE
        : ofWord(value).orElseThrow(() -> new IllegalStateException("tenant status " + value));
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
