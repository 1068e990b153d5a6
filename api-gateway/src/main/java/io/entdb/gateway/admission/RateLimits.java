package io.entdb.gateway.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.Quota;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Token buckets per tenant and per actor, in this gateway alone (ADR 0014 D7). What a tenant's
 * quota says goes before what this gateway is set to.
 */
public final class RateLimits {
  private static final String TENANT = "tenant";
  private static final String ACTOR = "actor";

  /** What has buckets. */
  public static final List<String> KINDS = List.of(TENANT, ACTOR);

  /** A bucket that was not asked for so long is full again. */
  private static final Duration KEPT = Duration.ofMinutes(10);

  /** About 200 bytes each. */
  private static final int BUCKETS_MAX = 100_000;

  /** How long a changed quota may take to count. */
  private static final Duration QUOTA_KEPT = Duration.ofSeconds(5);

  private final Rate ofTenants;
  private final Rate ofActors;
  private final AdmissionListener listener;
  private final Function<TenantId, Quota> quotas;
  private final Cache<TenantId, Quota> known;
  private final LoadingCache<BucketKey, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(BUCKETS_MAX)
          .expireAfterAccess(KEPT)
          .build(key -> key.rate().bucket());

  /**
   * Limits that begin with full buckets.
   *
   * @param quotas a tenant's quota as far as it is known here; asked now and then
   */
  public RateLimits(
      RateLimitSettings settings, Function<TenantId, Quota> quotas, AdmissionListener listener) {
    this.ofTenants = Rate.of(settings.tenantRps(), settings.tenantBurst());
    this.ofActors = Rate.of(settings.actorRps(), settings.actorBurst());
    this.quotas = quotas;
    this.known =
        Caffeine.newBuilder().maximumSize(BUCKETS_MAX).expireAfterWrite(QUOTA_KEPT).build();
    this.listener = listener;
  }

  /**
   * Where a bucket stands after a request.
   *
   * @param limit requests that a full bucket holds
   * @param remaining whole requests left
   * @param reset until the bucket is full again
   */
  public record Standing(long limit, long remaining, Duration reset) {
    /** The one that will be empty first. */
    public Standing tighter(Standing other) {
      return remaining <= other.remaining ? this : other;
    }
  }

  /** How many requests are taken; none per second = any number. */
  private record Rate(int perSecond, int burst) {
    static Rate of(int perSecond, int burst) {
      return new Rate(perSecond, Math.max(burst, perSecond));
    }

    boolean isUnlimited() {
      return perSecond == 0;
    }

    Bucket bucket() {
      return Bucket.builder()
          .addLimit(
              Bandwidth.builder()
                  .capacity(burst)
                  .refillGreedy(perSecond, Duration.ofSeconds(1))
                  .build())
          .build();
    }
  }

  /** Another rate is another bucket, so that a changed quota counts at once. */
  private record BucketKey(String kind, String name, Rate rate) {}

  /**
   * Takes a request of a tenant.
   *
   * @return empty = tenants are not limited
   * @throws ApiException RATE_LIMITED, with the time after which one more is taken
   */
  public Optional<Standing> take(TenantId tenant) {
    Quota quota = quota(tenant);
    Rate own = Rate.of(quota.maxRpsSustained(), quota.maxRpsBurst());
    return take(new BucketKey(TENANT, tenant.value(), own.isUnlimited() ? ofTenants : own));
  }

  /** The same for an actor, whatever tenants it works in. */
  public Optional<Standing> take(Principal actor) {
    return take(new BucketKey(ACTOR, actor.value(), ofActors));
  }

  /** The same for an actor in one tenant, whose quota may limit each of its users. */
  public Optional<Standing> take(TenantId tenant, Principal actor) {
    Quota quota = quota(tenant);
    Rate own = Rate.of(quota.maxRpsPerUserSustained(), quota.maxRpsPerUserBurst());
    return take(new BucketKey(ACTOR, actor.value() + " in " + tenant.value(), own));
  }

  private Quota quota(TenantId tenant) {
    @Nullable Quota quota = known.getIfPresent(tenant);
    if (quota == null) {
      quota = quotas.apply(tenant); // Outside the cache: it may wait for the tenant's store.
      known.put(tenant, quota);
    }
    return quota;
  }

  private Optional<Standing> take(BucketKey key) {
    if (key.rate().isUnlimited()) {
      return Optional.empty();
    }
    ConsumptionProbe probe = buckets.get(key).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      listener.limited(key.kind());
      throw new ApiException(
              ErrorCode.RATE_LIMITED,
              "%s \"%s\" sends more requests than are taken; at most %d at once"
                  .formatted(key.kind(), key.name(), key.rate().burst()))
          .retryAfter(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
    return Optional.of(
        new Standing(
            key.rate().burst(),
            probe.getRemainingTokens(),
            Duration.ofNanos(probe.getNanosToWaitForReset())));
  }
}
