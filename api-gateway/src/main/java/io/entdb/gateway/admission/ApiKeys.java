package io.entdb.gateway.admission;

import io.entdb.follower.HeldTenant;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.api.Refusals;
import io.entdb.gateway.log.LogAppender;
import io.entdb.gateway.log.LogAppender.Target;
import io.entdb.gateway.log.RequestHashes;
import io.entdb.gateway.tenants.Following;
import io.entdb.model.ApiKey;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.Scope;
import io.entdb.model.SecretHash;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RefusalCode;
import io.entdb.store.ApiKeyEntry;
import io.entdb.store.StoredOutcome;
import io.entdb.store.Viewer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Makes, lists, rotates and revokes API keys, through the directory's log. */
public final class ApiKeys {
  private static final Duration WAIT = Duration.ofSeconds(10);

  /** Whose records these are: whoever has the operators' token. */
  private static final Caller OPERATOR = Caller.proven(new Principal("admin:operator"), Set.of());

  private final Following following;
  private final HeldTenant system;
  private final LogAppender log;
  private final KeyRing ring;

  public ApiKeys(Following following, HeldTenant system, LogAppender log, KeyRing ring) {
    this.following = following;
    this.system = system;
    this.log = log;
    this.ring = ring;
  }

  /**
   * What a key is to be.
   *
   * @param expiresAt unix ms; 0 = never
   */
  public record Wanted(
      String name,
      Principal identity,
      Set<Scope> scopes,
      Set<TenantId> tenants,
      Set<Principal> actFor,
      long expiresAt) {}

  /**
   * A key with its secret, which nobody can see again.
   *
   * @param token what clients send
   */
  public record Issued(ApiKeyEntry entry, String token) {
    /** Says nothing of the token. */
    @Override
    public String toString() {
      return "Issued " + entry.key().id();
    }
  }

  /** Makes a key. */
  public Issued create(Wanted wanted) {
    String id = ring.newId();
    String secret = ring.newSecret();
    var key =
        new ApiKey(
            id,
            wanted.name(),
            wanted.identity(),
            SecretHash.of(secret),
            wanted.scopes(),
            wanted.tenants(),
            wanted.actFor(),
            wanted.expiresAt());
    write(new Operation.CreateApiKey(key));
    return new Issued(require(id), KeyRing.token(id, secret));
  }

  /**
   * Gives a key another secret.
   *
   * @param overlap for how long the former one still counts
   */
  public Issued rotate(String id, Duration overlap) {
    ApiKey.requireId(id);
    String secret = ring.newSecret();
    write(new Operation.RotateApiKey(id, SecretHash.of(secret), overlap.toMillis()));
    return new Issued(require(id), KeyRing.token(id, secret));
  }

  /** Ends a key at once. */
  public ApiKeyEntry revoke(String id) {
    ApiKey.requireId(id);
    write(new Operation.RevokeApiKey(id));
    return require(id);
  }

  /**
   * Keys in order of id.
   *
   * @param after the last one seen; empty = from the first on
   */
  public List<ApiKeyEntry> list(String after, int limit) {
    return following.read(system, Viewer.INTERNAL, reader -> reader.apiKeys(after, limit));
  }

  private ApiKeyEntry require(String id) {
    return following
        .read(system, Viewer.INTERNAL, reader -> reader.apiKey(id))
        .orElseThrow(() -> ApiException.notFound("API key \"" + id + "\" does not exist"));
  }

  private void write(Operation operation) {
    var key = new IdempotencyKey("api-key:" + UUID.randomUUID());
    var hash =
        RequestHashes.of(OPERATOR, TenantId.SYSTEM, "api_key", new JsonValue.Text(key.value()));
    WalPosition position = log.append(Target.SYSTEM, OPERATOR, key, hash, List.of(operation));
    if (!following.await(system, position.n(), WAIT)) {
      throw ApiException.unavailable(
          "the log has the change, but it is not applied yet; list keys");
    }
    Outcome outcome =
        following
            .read(system, Viewer.INTERNAL, reader -> reader.outcome(key))
            .map(StoredOutcome::outcome)
            .orElse(Outcome.Refused.of(RefusalCode.NOT_FOUND, -1, "the outcome is forgotten"));
    if (outcome instanceof Outcome.Refused refused) {
      throw Refusals.toException(refused);
    }
  }
}
