package io.entdb.model.schema;

import java.util.Locale;
import java.util.Optional;

/** On whose leaving an edge goes. */
public enum SubjectExit {
  FROM,
  TO,
  BOTH;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<SubjectExit> ofWord(String word) {
    for (SubjectExit exit : values()) {
      if (exit.word().equals(word)) {
        return Optional.of(exit);
      }
    }
    return Optional.empty();
  }
}
