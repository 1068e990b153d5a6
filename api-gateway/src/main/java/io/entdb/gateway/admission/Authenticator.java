package io.entdb.gateway.admission;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.model.InvalidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Establishes who sends a request. Any one credential suffices; one that is present and bad is
 * refused, even where another would do, because its sender believes in it.
 */
public final class Authenticator {
  private static final String BEARER = "Bearer ";
  private static final Pattern JWT = Pattern.compile("[^.]+\\.[^.]+\\.[^.]*");
  private static final Identity BELIEVED = new Identity.Believed();

  private final Set<AuthMode> modes;
  private final KeyRing keys;
  private final JwtVerifier tokens;
  private final AdmissionListener listener;

  /**
   * Takes some kinds of credentials.
   *
   * @param modes what is taken; empty = callers are believed
   */
  public Authenticator(
      Set<AuthMode> modes, KeyRing keys, JwtSettings jwt, AdmissionListener listener) {
    this.modes = Set.copyOf(modes);
    this.keys = keys;
    this.tokens = new JwtVerifier(jwt, new IssuerKeys(jwt));
    this.listener = listener;
  }

  /**
   * Who sends a request.
   *
   * @throws ApiException UNAUTHORIZED when that is not proven; SERVICE_UNAVAILABLE when the keys to
   *     check it by cannot be had
   */
  public Identity authenticate(Credentials credentials) {
    if (modes.isEmpty()) {
      return BELIEVED;
    }
    Optional<String> bearer = credentials.authorization().map(it -> bearer(it, credentials));
    if (bearer.isPresent()) {
      return JWT.matcher(bearer.get()).matches()
          ? byToken(bearer.get(), credentials)
          : byKey(bearer.get(), credentials);
    }
    if (credentials.apiKey().isPresent()) {
      return byKey(credentials.apiKey().get(), credentials);
    }
    if (credentials.certificate().isPresent() && modes.contains(AuthMode.MTLS)) {
      return byCertificate(credentials.certificate().get(), credentials);
    }
    throw refused(RefusedCredential.MISSING, credentials, "");
  }

  private String bearer(String authorization, Credentials credentials) {
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw refused(RefusedCredential.MALFORMED, credentials, "not Bearer");
    }
    return authorization.substring(BEARER.length()).strip();
  }

  private Identity byKey(String token, Credentials credentials) {
    require(AuthMode.API_KEY, credentials);
    return switch (keys.find(token)) {
      case KeyRing.Found.Open(var key) -> Identity.Proven.by(key);
      case KeyRing.Found.Refused(var why, var id) ->
          throw refused(why, credentials, id.isEmpty() ? "api key" : "api key " + id);
    };
  }

  private Identity byToken(String token, Credentials credentials) {
    require(AuthMode.JWT, credentials);
    return switch (tokens.verify(token)) {
      case JwtVerifier.Verdict.Taken(var principal, var scopes) ->
          new Identity.Proven(principal, scopes, Optional.empty());
      case JwtVerifier.Verdict.Refused(var why, var detail) ->
          throw refused(why, credentials, detail);
      case JwtVerifier.Verdict.Unknown _ ->
          throw ApiException.unavailable(
                  "the token cannot be checked now: its issuer's keys cannot be fetched")
              .retryAfter(Duration.ofSeconds(5));
    };
  }

  private Identity byCertificate(X509Certificate certificate, Credentials credentials) {
    try {
      return Identity.Proven.outsider(
          CertificateSubject.of(certificate), Identity.Proven.allScopes());
    } catch (InvalidException e) {
      throw refused(RefusedCredential.MALFORMED, credentials, "certificate's subject");
    }
  }

  private void require(AuthMode mode, Credentials credentials) {
    if (!modes.contains(mode)) {
      throw refused(RefusedCredential.NOT_TAKEN, credentials, mode.name());
    }
  }

  private ApiException refused(RefusedCredential why, Credentials credentials, String detail) {
    listener.refused(why, credentials.source(), detail);
    return new ApiException(ErrorCode.UNAUTHORIZED, why.text());
  }
}
