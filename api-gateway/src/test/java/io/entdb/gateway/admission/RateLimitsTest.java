package io.entdb.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.Quota;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Principal ALICE = new Principal("user:alice");

  private static final Duration MIN = Duration.ofMillis(1);
  private static final Duration MAX = Duration.ofSeconds(1);

  private final Unheard.Heard heard = new Unheard.Heard();

  @Test
  void withoutALimitNothingIsCounted() {
    var limits = new RateLimits(Unheard.UNLIMITED, _ -> Quota.UNLIMITED, heard);
    for (int i = 0; i < 1_000; i++) {
      assertThat(limits.take(ACME)).isEmpty();
      assertThat(limits.take(ALICE)).isEmpty();
    }
  }

  @Test
  void anEmptyBucketSaysWhenToComeAgainAndTouchesNobodyElse() {
    var limits = new RateLimits(Unheard.limits(1, 3, 0, 0), _ -> Quota.UNLIMITED, heard);
    for (int left = 2; left >= 0; left--) {
      assertThat(limits.take(ACME).orElseThrow().remaining()).isEqualTo(left);
    }

    assertThatThrownBy(() -> limits.take(ACME))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
              assertThat(e.retryAfter().orElseThrow()).isBetween(MIN, MAX);
            });
    assertThat(heard.limited).containsExactly("tenant");
    assertThat(limits.take(new TenantId("other"))).isPresent();
    assertThat(limits.take(ALICE)).isEmpty();
  }

  @Test
  void aBurstIsAtLeastOneSecondsRequests() {
    var limits = new RateLimits(Unheard.limits(0, 0, 10, 0), _ -> Quota.UNLIMITED, heard);
    assertThat(limits.take(ALICE).orElseThrow().limit()).isEqualTo(10);
  }

  @Test
  void aTenantsQuotaGoesBeforeTheSettings() {
    var quota = new Quota(0, false, 1, 2, 0, 0);
    var limits =
        new RateLimits(
            Unheard.limits(100, 100, 0, 0), it -> it.equals(ACME) ? quota : Quota.UNLIMITED, heard);

    assertThat(limits.take(ACME).orElseThrow().limit()).isEqualTo(2);
    assertThat(limits.take(new TenantId("other")).orElseThrow().limit()).isEqualTo(100);
    assertThat(limits.take(ACME, ALICE)).isEmpty();
  }

  @Test
  void aQuotaLimitsEachUserOfItsTenant() {
    var limits = new RateLimits(Unheard.UNLIMITED, _ -> new Quota(0, false, 0, 0, 1, 1), heard);
    assertThat(limits.take(ACME, ALICE)).isPresent();

    assertThatThrownBy(() -> limits.take(ACME, ALICE))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("user:alice in acme");
    assertThat(limits.take(ACME, new Principal("user:bob"))).isPresent();
    assertThat(limits.take(new TenantId("other"), ALICE)).isPresent();
  }
}
