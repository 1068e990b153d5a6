package io.entdb.model;

/**
 * Values from outside, as they may stand in a message: quoted, short, without control characters.
 */
public final class Quoted {
  private static final int CHARS_MAX = 80;

  private Quoted() {}

  /** The value in double quotes; cut after 80 characters, control characters as {@code ?}. */
  public static String of(String value) {
    var out = new StringBuilder("\"");
    int end = Math.min(value.length(), CHARS_MAX);
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      out.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return out.append(value.length() > CHARS_MAX ? "…\"" : "\"").toString();
  }

  /** Whether a text holds a control character or half of a surrogate pair. */
  static boolean hasUnsafeCharacters(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c)) {
        return true;
      }
      if (Character.isHighSurrogate(c)) {
        if (i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1))) {
          return true;
        }
        i++;
      } else if (Character.isLowSurrogate(c)) {
        return true;
      }
    }
    return false;
  }
}
