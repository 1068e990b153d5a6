package io.entdb.gateway.admission;

import io.entdb.model.InvalidException;
import java.util.EnumSet;
import java.util.Set;

/** What callers may prove themselves by. */
public enum AuthMode {
  API_KEY("api-key"),
  JWT("jwt"),
  MTLS("mtls");

  private final String word;

  AuthMode(String word) {
    this.word = word;
  }

  /**
   * The modes that {@code ENTDB_AUTH_MODE} names.
   *
   * @param text {@code none}, empty, or modes separated by commas
   * @return empty = callers are believed
   * @throws InvalidException when it names something else, or {@code none} beside a mode
   */
  public static Set<AuthMode> parse(String text) {
    Set<AuthMode> modes = EnumSet.noneOf(AuthMode.class);
    if (text.isBlank() || text.strip().equals("none")) {
      return modes;
    }
    for (String part : text.split(",", -1)) {
      modes.add(ofWord(part.strip()));
    }
    return modes;
  }

  private static AuthMode ofWord(String word) {
    for (AuthMode mode : values()) {
      if (mode.word.equals(word)) {
        return mode;
      }
    }
    throw new InvalidException(
        "is none, or a choice of api-key, jwt and mtls separated by commas; it names \""
            + word
            + "\"");
  }
}
