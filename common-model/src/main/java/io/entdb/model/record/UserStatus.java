package io.entdb.model.record;

import java.util.Locale;
import java.util.Optional;

/** How a user of the system stands. */
public enum UserStatus {
  ACTIVE,
  /** Reads, and writes nothing. */
  FROZEN,
  /** As frozen, and deleted once its grace has passed. */
  PENDING_DELETION,
  /** Nothing but the id is kept, so that nobody else becomes this user. */
  DELETED;

  /** {@code active}, {@code frozen}, {@code pending_deletion}, {@code deleted}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean mayWrite() {
    return this == ACTIVE;
  }

  public static Optional<UserStatus> ofWord(String word) {
    for (UserStatus status : values()) {
      if (status.word().equals(word)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
