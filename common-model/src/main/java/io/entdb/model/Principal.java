package io.entdb.model;

import java.util.Optional;
import java.util.Set;

/**
 * Who may be named in an ACL or act: {@code kind:id}. A bare {@code x} means {@code user:x} and is
 * written so once, at ingress ({@link #parse}).
 */
public record Principal(String value) implements Comparable<Principal> {
  // First, because the constants below are checked against it.
  private static final Set<String> KINDS =
      Set.of("user", "group", "role", "tenant", "system", "admin", "service");

  /** Everybody who belongs to the tenant. */
  public static final Principal EVERYONE = new Principal("tenant:*");

  /** The author of records that the system itself writes. */
  public static final Principal INTERNAL = new Principal("system:entdb");

  public Principal {
    int colon = value.indexOf(':');
    if (colon <= 0
        || colon == value.length() - 1
        || value.length() > Limits.PRINCIPAL_CHARS_MAX
        || !KINDS.contains(value.substring(0, colon))
        || Quoted.hasUnsafeCharacters(value)) {
      throw new InvalidException(
          "principal "
              + Quoted.of(value)
              + " is not kind:id with kind user, group, role, tenant, system, admin or service");
    }
  }

  /** A principal as clients write it: a known kind before the first colon, or a bare user id. */
  public static Principal parse(String text) {
    int colon = text.indexOf(':');
    boolean named = colon > 0 && KINDS.contains(text.substring(0, colon));
    return new Principal(named ? text : "user:" + text);
  }

  /** All who belong to a tenant, as others name them. */
  public static Principal of(TenantId tenant) {
    return new Principal("tenant:" + tenant);
  }

  /** This principal as somebody of a tenant: {@code user:x@tenant:y}. */
  public Principal in(TenantId tenant) {
    return new Principal(value + "@tenant:" + tenant);
  }

  /**
   * The user whom a text names as data: {@code user:x} or bare {@code x}. Empty = it names none.
   */
  public static Optional<Principal> ofUserId(String text) {
    try {
      Principal principal = parse(text);
      return principal.kind().equals("user") ? Optional.of(principal) : Optional.empty();
    } catch (InvalidException e) {
      return Optional.empty();
    }
  }

  /** The principal itself, where it is named as somebody of a tenant. */
  public Principal withoutTenant() {
    int at = value.indexOf("@tenant:");
    return at < 0 ? this : new Principal(value.substring(0, at));
  }

  /** Whether it is a user, or that user as somebody of a tenant. */
  public boolean isOrBelongsTo(Principal user) {
    return equals(user) || value.startsWith(user.value + "@tenant:");
  }

  /** {@code user}, {@code group}, … */
  public String kind() {
    return value.substring(0, value.indexOf(':'));
  }

  /** What stands after the first colon. */
  public String id() {
    return value.substring(value.indexOf(':') + 1);
  }

  /** Whether it acts with the system's authority: {@code system:} or {@code admin:}. */
  public boolean isPrivileged() {
    return value.startsWith("system:") || value.startsWith("admin:");
  }

  @Override
  public int compareTo(Principal other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
