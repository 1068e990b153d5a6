package io.entdb.model;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What an API key is, without its secret (ADR 0014 D3).
 *
 * @param id names the key in requests and lists
 * @param name for display
 * @param identity whom the key makes its bearer
 * @param hash of the present secret
 * @param tenants where it counts; empty = everywhere
 * @param actFor whom its bearer may act for; {@code user:*} = any user
 * @param expiresAt unix ms; 0 = never
 */
public record ApiKey(
    String id,
    String name,
    Principal identity,
    SecretHash hash,
    Set<Scope> scopes,
    Set<TenantId> tenants,
    Set<Principal> actFor,
    long expiresAt) {
  private static final Pattern ID = Pattern.compile("[a-z2-7]{16}");
  private static final int NAME_CHARS_MAX = 128;

  /** Most tenants and most principals that one key names: they travel with every look at it. */
  private static final int LISTED_MAX = 100;

  private static final Set<String> IDENTITIES = Set.of("user", "service", "system", "admin");

  public ApiKey {
    requireId(id);
    if (name.isBlank() || name.length() > NAME_CHARS_MAX || Quoted.hasUnsafeCharacters(name)) {
      throw new InvalidException(
          "name: has 1 to " + NAME_CHARS_MAX + " characters, and no control characters");
    }
    if (!IDENTITIES.contains(identity.kind())) {
      throw new InvalidException("identity: " + identity + " is no user, service, system or admin");
    }
    if (scopes.isEmpty()) {
      throw new InvalidException("scopes: name at least one of read, write, admin");
    }
    for (Principal other : actFor) {
      if (!IDENTITIES.contains(other.kind())) {
        throw new InvalidException("act_for: a " + other.kind() + " cannot act");
      }
    }
    if (tenants.size() > LISTED_MAX || actFor.size() > LISTED_MAX) {
      throw new InvalidException("a key names at most " + LISTED_MAX + " tenants or principals");
    }
    if (expiresAt < 0) {
      throw new InvalidException("expires_at: is unix ms, or 0 for never");
    }
    // Sorted, so that equal keys have equal bytes in log and state.
    scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
    tenants = Collections.unmodifiableSet(new TreeSet<>(tenants));
    actFor = Collections.unmodifiableSet(new TreeSet<>(actFor));
  }

  /**
   * Checks an id as clients send it.
   *
   * @throws InvalidException when no key can have it
   */
  public static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new InvalidException("key id " + Quoted.of(id) + " is not 16 of a-z and 2-7");
    }
  }

  /** The same key with another secret. */
  public ApiKey withHash(SecretHash next) {
    return new ApiKey(id, name, identity, next, scopes, tenants, actFor, expiresAt);
  }

  /** Whether its bearer may act as somebody. */
  public boolean mayActAs(Principal actor) {
    return actor.equals(identity)
        || actFor.contains(actor)
        || actFor.contains(new Principal(actor.kind() + ":*"));
  }
}
