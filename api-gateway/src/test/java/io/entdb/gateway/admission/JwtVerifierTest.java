package io.entdb.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.entdb.gateway.admission.JwtVerifier.Verdict;
import io.entdb.model.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of an issuer on loopback, which serves its discovery document and its keys over HTTP. */
class JwtVerifierTest {
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final Map<String, String> documents = new ConcurrentHashMap<>();
  private HttpServer server;
  private RsaJsonWebKey rsa;
  private EllipticCurveJsonWebKey ec;
  private String issuer;

  @BeforeEach
  void startIssuer() throws Exception {
    rsa = RsaJwkGenerator.generateJwk(2048);
    rsa.setKeyId("rsa");
    ec = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    ec.setKeyId("ec");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String document = documents.get(exchange.getRequestURI().getPath());
          byte[] body = document == null ? new byte[0] : document.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              document == null ? 404 : 200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    issuer = "http://127.0.0.1:" + server.getAddress().getPort();
    documents.put(
        DISCOVERY, "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(issuer, issuer));
    documents.put("/keys", new JsonWebKeySet(rsa, ec).toJson());
  }

  @AfterEach
  void stopIssuer() {
    server.stop(0);
  }

  @Test
  void tokensOfTheIssuersKeysAreTakenWithAllScopes() throws Exception {
    JwtVerifier verifier = verifier(Optional.empty());
    for (String token : new String[] {signed(claims("alice"), rsa), signed(claims("alice"), ec)}) {
      assertThat(verifier.verify(token))
          .isInstanceOfSatisfying(
              Verdict.Taken.class,
              taken -> {
                assertThat(taken.principal()).hasToString("user:alice");
                assertThat(taken.scopes()).containsExactlyInAnyOrder(Scope.values());
              });
    }
  }

  @Test
  void scopesOfOursNarrowAndOthersDoNot() throws Exception {
    JwtClaims claims = claims("alice");
    claims.setStringClaim("scope", "openid entdb:read email");

    assertThat(((Verdict.Taken) verifier(Optional.empty()).verify(signed(claims, rsa))).scopes())
        .containsExactly(Scope.READ);
  }

  @Test
  void whatATokenCallsItselfGivesItNoAuthority() throws Exception {
    assertThat(verifier(Optional.empty()).verify(signed(claims("system:root"), rsa)))
        .isInstanceOfSatisfying(
            Verdict.Taken.class,
            taken -> assertThat(taken.principal()).hasToString("user:system:root"));
  }

  @Test
  void theEmailAddressNamesWhoHasNoSubject() throws Exception {
    JwtClaims claims = claims("x");
    claims.unsetClaim("sub");
    claims.setStringClaim("email", "alice@example.com");

    assertThat(verifier(Optional.empty()).verify(signed(claims, rsa)))
        .isInstanceOfSatisfying(
            Verdict.Taken.class,
            taken -> assertThat(taken.principal()).hasToString("user:alice@example.com"));
  }

  @Test
  void expiredForeignAndMeantForOthersIsRefused() throws Exception {
    JwtClaims expired = claims("alice");
    expired.setExpirationTimeMinutesInTheFuture(-5);
    JwtClaims foreign = claims("alice");
    foreign.setIssuer("http://elsewhere");
    JwtClaims early = claims("alice");
    early.setNotBeforeMinutesInThePast(-5);
    JwtClaims timeless = claims("alice");
    timeless.unsetClaim("exp");

    JwtVerifier verifier = verifier(Optional.empty());
    assertThat(why(verifier.verify(signed(expired, rsa)))).isEqualTo(RefusedCredential.EXPIRED);
    assertThat(why(verifier.verify(signed(foreign, rsa)))).isEqualTo(RefusedCredential.UNKNOWN);
    assertThat(why(verifier.verify(signed(early, rsa)))).isEqualTo(RefusedCredential.UNKNOWN);
    assertThat(why(verifier.verify(signed(timeless, rsa)))).isEqualTo(RefusedCredential.UNKNOWN);
    assertThat(why(verifier(Optional.of("entdb")).verify(signed(claims("alice"), rsa))))
        .isEqualTo(RefusedCredential.UNKNOWN);
  }

  @Test
  void aPublicKeyIsNoSharedSecretAndNoSignatureIsNone() throws Exception {
    var forged = new JsonWebSignature();
    forged.setPayload(claims("alice").toJson());
    forged.setKeyIdHeaderValue("rsa");
    forged.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    forged.setKey(new HmacKey(rsa.getPublicKey().getEncoded()));
    var unsigned = new JsonWebSignature();
    unsigned.setPayload(claims("alice").toJson());
    unsigned.setAlgorithmConstraints(AlgorithmConstraints.ALLOW_ONLY_NONE);
    unsigned.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);

    JwtVerifier verifier = verifier(Optional.empty());
    assertThat(verifier.verify(forged.getCompactSerialization()))
        .isInstanceOf(Verdict.Refused.class);
    assertThat(verifier.verify(unsigned.getCompactSerialization()))
        .isInstanceOf(Verdict.Refused.class);
    assertThat(verifier.verify("a.b.c")).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aNewKeyOfTheIssuerIsFoundAndAStrangersIsNot() throws Exception {
    JwtVerifier verifier = verifier(Optional.empty());
    RsaJsonWebKey stranger = RsaJwkGenerator.generateJwk(2048);
    stranger.setKeyId("rsa");

    assertThat(verifier.verify(signed(claims("alice"), stranger)))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void anIssuerThatCannotBeReachedIsNoVerdictAndIsAskedAgain() throws Exception {
    String keys = documents.remove("/keys");
    JwtVerifier verifier = verifier(Optional.empty());
    assertThat(verifier.verify(signed(claims("alice"), rsa))).isInstanceOf(Verdict.Unknown.class);

    documents.put("/keys", keys);
    assertThat(verifier.verify(signed(claims("alice"), rsa))).isInstanceOf(Verdict.Taken.class);
  }

  private static RefusedCredential why(Verdict verdict) {
    return ((Verdict.Refused) verdict).why();
  }

  private JwtClaims claims(String subject) {
    var claims = new JwtClaims();
    claims.setIssuer(issuer);
    claims.setSubject(subject);
    claims.setExpirationTimeMinutesInTheFuture(5);
    return claims;
  }

  private static String signed(JwtClaims claims, PublicJsonWebKey key) throws Exception {
    var jws = new JsonWebSignature();
    jws.setPayload(claims.toJson());
    jws.setKeyIdHeaderValue(key.getKeyId());
    jws.setKey(key.getPrivateKey());
    jws.setAlgorithmHeaderValue(
        key instanceof RsaJsonWebKey
            ? AlgorithmIdentifiers.RSA_USING_SHA256
            : AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
    return jws.getCompactSerialization();
  }

  private JwtVerifier verifier(Optional<String> audience) throws IOException {
    var settings =
        new JwtSettings() {
          @Override
          public Optional<String> issuer() {
            return Optional.of(issuer);
          }

          @Override
          public Optional<URI> jwksUrl() {
            return Optional.empty();
          }

          @Override
          public Optional<String> audience() {
            return audience;
          }

          @Override
          public Duration clockSkew() {
            return Duration.ofSeconds(30);
          }
        };
    return new JwtVerifier(settings, new IssuerKeys(settings));
  }
}
