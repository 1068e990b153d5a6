package io.entdb.model.schema;

import java.util.Locale;
import java.util.Optional;

/** Why data is kept; loosest first, so that the ordinal is the rank that compatibility compares. */
public enum DataPolicy {
  EPHEMERAL,
  BUSINESS,
  PERSONAL,
  HEALTHCARE,
  FINANCIAL,
  AUDIT;

  /** Whether a law has such data kept when the user whom it is about has left. */
  public boolean isKept() {
    return this == FINANCIAL || this == AUDIT || this == HEALTHCARE;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<DataPolicy> ofWord(String word) {
    for (DataPolicy policy : values()) {
      if (policy.word().equals(word)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }
}
