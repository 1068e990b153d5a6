package io.entdb.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.gateway.api.ApiException;
import io.entdb.model.ApiKey;
import io.entdb.model.InvalidException;
import io.entdb.model.Principal;
import io.entdb.model.Scope;
import io.entdb.model.SecretHash;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** From a proven sender to the caller that the core believes in. */
class AdmissionTest {
  private final Unheard.Heard heard = new Unheard.Heard();
  private final Admission admission = new Admission(heard);

  private static Identity.Proven key(String identity, String... actFor) {
    Set<Principal> others = new TreeSet<>();
    for (String other : actFor) {
      others.add(new Principal(other));
    }
    return Identity.Proven.by(
        new ApiKey(
            "abcdefghijklmnop",
            "key",
            new Principal(identity),
            SecretHash.of("x"),
            Set.of(Scope.READ),
            Set.of(new TenantId("acme")),
            others,
            0));
  }

  @Test
  void theSenderActsWhereNobodyElseIsNamed() {
    var caller = admission.caller(key("user:alice"), Optional.empty(), "here");

    assertThat(caller.actor()).hasToString("user:alice");
    assertThat(caller.authority()).isEqualTo(new Authority.Member());
    assertThat(caller.tenants()).containsExactly(new TenantId("acme"));
    assertThat(admission.caller(key("admin:root"), Optional.empty(), "here").isPrivileged())
        .isTrue();
  }

  @Test
  void anotherActorNeedsTheRightToActForIt() {
    assertThatThrownBy(() -> admission.caller(key("user:alice"), Optional.of("bob"), "here"))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("may not act for user:bob");
    assertThat(heard.refused).containsExactly(RefusedCredential.WRONG_ACTOR);

    Identity gateway = key("service:web", "user:*");
    assertThat(admission.caller(gateway, Optional.of("bob"), "here").actor())
        .hasToString("user:bob");
    assertThatThrownBy(() -> admission.caller(gateway, Optional.of("admin:root"), "here"))
        .isInstanceOf(ApiException.class);
  }

  @Test
  void whereActorsAreReplacedASenderThatMayNotActForOthersIsItself() {
    assertThat(admission.callerOrSelf(key("user:alice"), Optional.of("admin:root")).actor())
        .hasToString("user:alice");
    assertThat(admission.callerOrSelf(key("service:web", "user:bob"), Optional.of("bob")).actor())
        .hasToString("user:bob");
  }

  @Test
  void aScopeThatTheCredentialLacksIsRefused() {
    admission.require(key("user:alice"), Scope.READ, "here");
    assertThatThrownBy(() -> admission.require(key("user:alice"), Scope.WRITE, "here"))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("write");
    admission.require(new Identity.Believed(), Scope.ADMIN, "here");
  }

  @Test
  void modesAreReadAsWrittenOrNotAtAll() {
    assertThat(AuthMode.parse("")).isEmpty();
    assertThat(AuthMode.parse("none")).isEmpty();
    assertThat(AuthMode.parse("api-key, jwt")).containsExactly(AuthMode.API_KEY, AuthMode.JWT);
    assertThatThrownBy(() -> AuthMode.parse("none,jwt")).isInstanceOf(InvalidException.class);
    assertThatThrownBy(() -> AuthMode.parse("oauth"))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("oauth");
  }
}
