package io.entdb.objects;

/**
 * The name of an object below the store's prefix, such as {@code log/epochs/00000.json}. Letters,
 * digits and {@code . _ = - /} only, so that no server, URL or shell needs to escape it, and names
 * sort alike everywhere.
 */
public record ObjectName(String value) implements Comparable<ObjectName> {
  /** What S3 takes is 1,024 bytes; the rest is left for the store's prefix. */
  private static final int CHARS_MAX = 900;

  public ObjectName {
    if (!isName(value)) {
      throw new IllegalArgumentException(
          "object name '" + value + "' is not parts of [A-Za-z0-9._=-] joined by '/'");
    }
  }

  private static boolean isName(String value) {
    if (value.isEmpty() || value.length() > CHARS_MAX) {
      return false;
    }
    for (String part : value.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return value.chars().allMatch(ObjectName::isNameCharacter);
  }

  private static boolean isNameCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "._=-/".indexOf(c) >= 0;
  }

  /** The part after the last slash. */
  public String lastPart() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  @Override
  public int compareTo(ObjectName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
