package io.entdb.gateway.admission;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Which JWTs are taken. */
public interface JwtSettings {
  /** The issuer that tokens must name; its keys are found by OIDC discovery. */
  Optional<String> issuer();

  /** Where its keys are, when there is no discovery. */
  Optional<URI> jwksUrl();

  /** What tokens must be meant for. */
  Optional<String> audience();

  /** How far the issuer's clock may be off. */
  Duration clockSkew();
}
