package io.entdb.gateway.admission;

import io.entdb.model.InvalidException;
import io.entdb.model.Principal;
import io.entdb.model.Scope;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/**
 * Checks JWTs (RFC 7519) by the issuer's public keys (RFC 7517): RS256 and ES256 only, so that
 * nobody signs with a public key taken for a shared secret.
 */
final class JwtVerifier {
  private static final String SCOPE_PREFIX = "entdb:";

  private final JwtConsumer consumer;

  JwtVerifier(JwtSettings settings, VerificationKeyResolver keys) {
    var builder =
        new JwtConsumerBuilder()
            .setVerificationKeyResolver(keys)
            .setRequireExpirationTime()
            .setAllowedClockSkewInSeconds(Math.toIntExact(settings.clockSkew().toSeconds()))
            .setJwsAlgorithmConstraints(
                new AlgorithmConstraints(
                    ConstraintType.PERMIT,
                    AlgorithmIdentifiers.RSA_USING_SHA256,
                    AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256));
    settings.issuer().ifPresent(builder::setExpectedIssuer);
    settings
        .audience()
        .ifPresentOrElse(builder::setExpectedAudience, builder::setSkipDefaultAudienceValidation);
    consumer = builder.build();
  }

  /** What became of a token. */
  sealed interface Verdict {
    record Taken(Principal principal, Set<Scope> scopes) implements Verdict {}

    /**
     * It is not taken.
     *
     * @param detail what may be logged
     */
    record Refused(RefusedCredential why, String detail) implements Verdict {}

    /** The issuer's keys could not be fetched, so nobody can tell. */
    record Unknown(String detail) implements Verdict {}
  }

  Verdict verify(String token) {
    try {
      JwtClaims claims = consumer.processToClaims(token);
      Optional<String> subject = subject(claims);
      if (subject.isEmpty()) {
        return new Verdict.Refused(RefusedCredential.MALFORMED, "neither sub nor email");
      }
      var proven = Identity.Proven.outsider(subject.get(), scopes(claims));
      return new Verdict.Taken(proven.principal(), proven.scopes());
    } catch (InvalidJwtException e) {
      return refusal(e);
    } catch (MalformedClaimException | InvalidException e) {
      return new Verdict.Refused(RefusedCredential.MALFORMED, "claims of the wrong form");
    }
  }

  private static Verdict refusal(InvalidJwtException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return new Verdict.Unknown(String.valueOf(cause.getMessage()));
      }
    }
    if (e.hasExpired()) {
      return new Verdict.Refused(RefusedCredential.EXPIRED, "exp");
    }
    String codes =
        e.getErrorDetails().stream()
            .map(error -> Integer.toString(error.getErrorCode()))
            .reduce((a, b) -> a + "," + b)
            .orElse("");
    boolean malformed = e.hasErrorCode(ErrorCodes.MISCELLANEOUS) || e.getErrorDetails().isEmpty();
    return new Verdict.Refused(
        malformed ? RefusedCredential.MALFORMED : RefusedCredential.UNKNOWN, "jwt error " + codes);
  }

  private static Optional<String> subject(JwtClaims claims) throws MalformedClaimException {
    String subject = claims.getSubject();
    if (subject != null && !subject.isBlank()) {
      return Optional.of(subject);
    }
    String email = claims.getClaimValue("email", String.class);
    return email == null || email.isBlank() ? Optional.empty() : Optional.of(email);
  }

  /** {@code entdb:read entdb:write} in {@code scope} narrows; a token without any has all. */
  private static Set<Scope> scopes(JwtClaims claims) throws MalformedClaimException {
    String claim = claims.getClaimValue("scope", String.class);
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    if (claim != null) {
      for (String word : claim.toLowerCase(Locale.ROOT).split(" ", -1)) {
        if (word.startsWith(SCOPE_PREFIX)) {
          Scope.ofWord(word.substring(SCOPE_PREFIX.length())).ifPresent(scopes::add);
        }
      }
    }
    return scopes.isEmpty() ? Identity.Proven.allScopes() : scopes;
  }
}
