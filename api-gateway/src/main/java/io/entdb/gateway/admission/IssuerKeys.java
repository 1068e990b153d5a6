package io.entdb.gateway.admission;

import io.entdb.model.json.JsonReader;
import io.entdb.model.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import org.jose4j.http.Get;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's public keys, fetched when the first token comes, kept for an hour, and fetched again
 * when a token names one that is not among them, at most every ten seconds.
 */
final class IssuerKeys implements VerificationKeyResolver {
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration REFRESHED_AFTER = Duration.ofSeconds(10);
  private static final int JSON_DEPTH = 16;

  private final JwtSettings settings;
  private volatile @Nullable VerificationKeyResolver resolver;

  IssuerKeys(JwtSettings settings) {
    this.settings = settings;
  }

  @Override
  public Key resolveKey(JsonWebSignature jws, List<JsonWebStructure> nesting)
      throws UnresolvableKeyException {
    if (jws.getKeyIdHeaderValue() == null) {
      throw new UnresolvableKeyException("the token names no kid");
    }
    return resolver().resolveKey(jws, nesting);
  }

  private VerificationKeyResolver resolver() throws UnresolvableKeyException {
    VerificationKeyResolver now = resolver;
    if (now == null) {
      try {
        now = of(settings.jwksUrl().isPresent() ? settings.jwksUrl().get() : discover());
      } catch (IOException e) {
        throw new UnresolvableKeyException("the issuer's keys are not to be found", e);
      }
      resolver = now;
    }
    return now;
  }

  private static VerificationKeyResolver of(URI jwks) {
    var http = new Get();
    http.setConnectTimeout(Math.toIntExact(PATIENCE.toMillis()));
    http.setReadTimeout(Math.toIntExact(PATIENCE.toMillis()));
    var keys = new HttpsJwks(jwks.toString());
    keys.setSimpleHttpGet(http);
    keys.setDefaultCacheDuration(KEPT.toSeconds());
    keys.setRefreshReprieveThreshold(REFRESHED_AFTER.toMillis());
    // A key set that was fetched once outlives an outage of the issuer.
    keys.setRetainCacheOnErrorDuration(KEPT.toSeconds());
    return new HttpsJwksVerificationKeyResolver(keys);
  }

  /** OpenID Connect Discovery 1.0, section 4. */
  private URI discover() throws IOException {
    String issuer = settings.issuer().orElseThrow();
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(base + DISCOVERY)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 200
          && JsonReader.read(answer.body(), JSON_DEPTH) instanceof JsonValue.Obj document
          && document.members().get("issuer") instanceof JsonValue.Text(String named)
          && named.equals(issuer)
          && document.members().get("jwks_uri") instanceof JsonValue.Text(String uri)) {
        return URI.create(uri);
      }
      throw new IOException("the discovery document of " + issuer + " does not name its keys");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (IllegalArgumentException e) {
      throw new IOException("the discovery document of " + issuer + " cannot be read", e);
    }
  }
}
