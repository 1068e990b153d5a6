package io.entdb.gateway.admission;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What a request brings to prove who sends it. Never logged.
 *
 * @param authorization the header, scheme included
 * @param apiKey the header {@code X-API-Key}
 * @param certificate of the client, verified by TLS
 * @param source where the request comes from, for the log
 */
public record Credentials(
    Optional<String> authorization,
    Optional<String> apiKey,
    Optional<X509Certificate> certificate,
    String source) {

  /** Says nothing of the credentials. */
  @Override
  public String toString() {
    return "Credentials from " + source;
  }
}
