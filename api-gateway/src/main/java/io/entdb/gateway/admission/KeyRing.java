package io.entdb.gateway.admission;

import io.entdb.follower.HeldTenant;
import io.entdb.gateway.tenants.Following;
import io.entdb.model.ApiKey;
import io.entdb.store.ApiKeyEntry;
import io.entdb.store.Viewer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directory's API keys, as far as this gateway has applied its log. Keys are read once for each
 * position of the directory: a revoked one counts no longer as soon as its record is applied.
 */
public final class KeyRing {
  private static final Pattern TOKEN = Pattern.compile("entdb_([a-z2-7]{16})_([A-Za-z0-9_-]{43})");
  private static final String ID_LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int ID_CHARS = 16;
  private static final int SECRET_BYTES = 32;

  /** Strangers can ask for any id; what they ask for in vain is not kept. */
  private static final int KNOWN_MAX = 10_000;

  private final Following following;
  private final HeldTenant system;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private volatile Known known = new Known(-1, Map.of());

  private record Known(long n, Map<String, ApiKeyEntry> entries) {}

  public KeyRing(Following following, HeldTenant system, InstantSource clock) {
    this.following = following;
    this.system = system;
    this.clock = clock;
  }

  /** A key as it is shown to its owner once, {@code entdb_<id>_<secret>}. */
  static String token(String id, String secret) {
    return "entdb_" + id + "_" + secret;
  }

  /** A new key's id: 80 random bits. */
  String newId() {
    var id = new StringBuilder(ID_CHARS);
    for (int i = 0; i < ID_CHARS; i++) {
      id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
    }
    return id.toString();
  }

  /** A new secret: 256 random bits. */
  String newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What became of a token. */
  sealed interface Found {
    record Open(ApiKey key) implements Found {}

    record Refused(RefusedCredential why, String keyId) implements Found {}
  }

  /** The key that a token opens. */
  Found find(String token) {
    Matcher parts = TOKEN.matcher(token);
    if (!parts.matches()) {
      return new Found.Refused(RefusedCredential.MALFORMED, "");
    }
    String id = parts.group(1);
    Optional<ApiKeyEntry> entry = entry(id);
    if (entry.isEmpty()) {
      return new Found.Refused(RefusedCredential.UNKNOWN, id);
    }
    ApiKeyEntry found = entry.get();
    if (found.opens(parts.group(2), clock.millis())) {
      return new Found.Open(found.key());
    }
    boolean wasRight = found.key().hash().isOf(parts.group(2));
    return new Found.Refused(wasRight ? RefusedCredential.EXPIRED : RefusedCredential.UNKNOWN, id);
  }

  private Optional<ApiKeyEntry> entry(String id) {
    Known memory = known;
    long n = system.state().n();
    if (memory.n() != n) {
      memory = new Known(n, new ConcurrentHashMap<>());
      known = memory;
    }
    ApiKeyEntry entry = memory.entries().get(id);
    if (entry != null) {
      return Optional.of(entry);
    }
    Optional<ApiKeyEntry> found =
        following.read(system, Viewer.INTERNAL, reader -> reader.apiKey(id));
    if (found.isPresent() && memory.entries().size() < KNOWN_MAX) {
      memory.entries().put(id, found.get());
    }
    return found;
  }
}
