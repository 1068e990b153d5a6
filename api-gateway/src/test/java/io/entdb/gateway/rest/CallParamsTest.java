package io.entdb.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.gateway.admission.Admission;
import io.entdb.gateway.admission.Identity;
import io.entdb.gateway.admission.RateLimits;
import io.entdb.gateway.admission.Unheard;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.requests.RequestFacts;
import io.entdb.gateway.requests.RequestFacts.Protocol;
import io.entdb.model.InvalidException;
import io.entdb.model.record.Authority;
import io.entdb.model.record.Quota;
import io.opentelemetry.context.Context;
import io.vertx.core.MultiMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallParamsTest {
  private final CallParams params =
      new CallParams() {
        @Override
        Sender sender() {
          return sender;
        }
      };
  private final Sender sender =
      new Sender(
          new Admission(Unheard.LISTENER),
          new RateLimits(Unheard.UNLIMITED, _ -> Quota.UNLIMITED, Unheard.LISTENER),
          new Identity.Believed(),
          "test",
          MultiMap.caseInsensitiveMultiMap(),
          new RequestFacts(Protocol.REST, "test", "GET", RequestFacts.OTHER, Context.root()));

  @Test
  void headerQueryAndBodyMayAllNameTheSame() {
    params.tenantHeader = "acme";
    params.tenantQuery = "acme";
    assertThat(params.tenant(Optional.of("acme")).value()).isEqualTo("acme");
  }

  @Test
  void differentNamesAreRefused() {
    params.tenantHeader = "acme";
    assertThatThrownBy(() -> params.tenant(Optional.of("other")))
        .isInstanceOf(ApiException.class)
        .hasMessageStartingWith("tenant_id differs");
    params.actorHeader = "user:alice";
    params.actorQuery = "user:bob";
    assertThatThrownBy(params::caller).hasMessageStartingWith("actor differs");
  }

  @Test
  void bothMustBeNamed() {
    assertThatThrownBy(params::tenant).hasMessageStartingWith("tenant_id is required");
    assertThatThrownBy(params::caller).hasMessageStartingWith("actor is required");
  }

  @Test
  void theDirectoryIsNoClientsTenant() {
    params.tenantQuery = "_system";
    assertThatThrownBy(params::tenant).isInstanceOf(InvalidException.class);
  }

  @Test
  void aBareActorIsAUserAndSystemActorsArePrivileged() {
    params.actorQuery = "alice";
    assertThat(params.caller().actor().value()).isEqualTo("user:alice");
    assertThat(params.caller().authority()).isEqualTo(new Authority.Asserted());
    params.actorQuery = "admin:root";
    assertThat(params.caller().authority()).isEqualTo(new Authority.Privileged());
  }

  @Test
  void groupsAndTheInternalActorDoNotCall() {
    params.actorQuery = "group:staff";
    assertThatThrownBy(params::caller).isInstanceOf(ApiException.class);
    params.actorQuery = "__system__";
    assertThatThrownBy(params::caller).isInstanceOf(ApiException.class);
  }
}
