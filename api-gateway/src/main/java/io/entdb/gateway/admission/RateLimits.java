package io.entdb.gateway.admission;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Token buckets per tenant and per actor, in this gateway alone (ADR 0014 D7). */
public final class RateLimits {
  private static final String TENANT = "tenant";
  private static final String ACTOR = "actor";

  /** What has buckets. */
  public static final List<String> KINDS = List.of(TENANT, ACTOR);

  /** A bucket that was not asked for so long is full again. */
  private static final Duration KEPT = Duration.ofMinutes(10);

  /** About 200 bytes each. */
  private static final int BUCKETS_MAX = 100_000;

  private final Kind tenants;
  private final Kind actors;
  private final AdmissionListener listener;

  public RateLimits(RateLimitSettings settings, AdmissionListener listener) {
    this.tenants = new Kind(TENANT, settings.tenantRps(), settings.tenantBurst());
    this.actors = new Kind(ACTOR, settings.actorRps(), settings.actorBurst());
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

  private static final class Kind {
    final String name;
    final int burst;
    final @Nullable LoadingCache<String, Bucket> buckets;

    Kind(String name, int perSecond, int burst) {
      this.name = name;
      this.burst = Math.max(burst, perSecond);
      this.buckets =
          perSecond == 0
              ? null
              : Caffeine.newBuilder()
                  .maximumSize(BUCKETS_MAX)
                  .expireAfterAccess(KEPT)
                  .build(_ -> bucket(perSecond, this.burst));
    }

    private static Bucket bucket(int perSecond, int burst) {
      return Bucket.builder()
          .addLimit(
              Bandwidth.builder()
                  .capacity(burst)
                  .refillGreedy(perSecond, Duration.ofSeconds(1))
                  .build())
          .build();
    }
  }

  /**
   * Takes a request of a tenant.
   *
   * @return empty = tenants are not limited
   * @throws ApiException RATE_LIMITED, with the time after which one more is taken
   */
  public Optional<Standing> take(TenantId tenant) {
    return take(tenants, tenant.value());
  }

  /** The same for an actor, whatever tenants it works in. */
  public Optional<Standing> take(Principal actor) {
    return take(actors, actor.value());
  }

  private Optional<Standing> take(Kind kind, String name) {
    if (kind.buckets == null) {
      return Optional.empty();
    }
    ConsumptionProbe probe = kind.buckets.get(name).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      listener.limited(kind.name);
      throw new ApiException(
              ErrorCode.RATE_LIMITED,
              "%s \"%s\" sends more requests than are taken; at most %d at once"
                  .formatted(kind.name, name, kind.burst))
          .retryAfter(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
    return Optional.of(
        new Standing(
            kind.burst,
            probe.getRemainingTokens(),
            Duration.ofNanos(probe.getNanosToWaitForReset())));
  }
}
