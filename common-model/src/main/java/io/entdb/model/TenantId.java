package io.entdb.model;

/**
 * A tenant's name: {@code [A-Za-z0-9][A-Za-z0-9_-]{0,63}}, or the directory's {@link #SYSTEM}. Safe
 * as a file name and as an object name by its form.
 */
public record TenantId(String value) implements Comparable<TenantId> {
  /** The directory: a tenant like any other, but no client can name it. */
  public static final TenantId SYSTEM = new TenantId("_system");

  private static final int CHARS_MAX = 64;

  public TenantId {
    if (!value.equals("_system") && !isClientName(value)) {
      throw new InvalidException(
          "tenant id "
              + Quoted.of(value)
              + " is not 1 to 64 letters, digits, '_' or '-' that start with a letter or digit");
    }
  }

  /** A tenant that a client names. {@code _system} is refused like any malformed name. */
  public static TenantId ofClient(String value) {
    if (value.equals("_system")) {
      throw new InvalidException("tenant id \"_system\" is reserved for the directory");
    }
    return new TenantId(value);
  }

  public boolean isSystem() {
    return value.equals("_system");
  }

  private static boolean isClientName(String value) {
    if (value.isEmpty() || value.length() > CHARS_MAX || !isAlphanumeric(value.charAt(0))) {
      return false;
    }
    for (int i = 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!isAlphanumeric(c) && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  @Override
  public int compareTo(TenantId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
