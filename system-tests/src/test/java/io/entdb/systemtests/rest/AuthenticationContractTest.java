package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.entdb.client.EntdbClient;
import io.entdb.client.EntdbException;
import io.entdb.client.EntdbException.Kind;
import io.entdb.client.Fields;
import io.entdb.client.Plan;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Certificate;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.Tls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that takes every kind of credential, over TLS, with limits. */
class AuthenticationContractTest {
  private static final String TOKEN = "token-of-the-operators";
  private static final int BURST = 40;

  @TempDir static Path folder;
  private static LocalStack stack;
  private static HttpServer issuer;
  private static RsaJsonWebKey issuerKey;
  private static HttpClient plainClient;
  private static HttpClient certified;
  private static String operatorKey;
  private static Path serverCertificate;

  @BeforeAll
  static void start() throws Exception {
    issuerKey = RsaJwkGenerator.generateJwk(2048);
    issuerKey.setKeyId("k1");
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] keys = new JsonWebKeySet(issuerKey).toJson().getBytes(StandardCharsets.UTF_8);
    issuer.createContext(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    issuer.start();
    Certificate server = Certificate.make(folder, "server", "ip:127.0.0.1");
    Certificate robot = Certificate.make(folder, "robot", "uri:spiffe://here/robot");
    serverCertificate = server.cert();
    plainClient = Tls.client(server, Optional.empty());
    certified = Tls.client(server, Optional.of(robot));
    stack =
        LocalStack.builder()
            .only(Part.Kind.BROKER, Part.Kind.OBJECT_SERVER, Part.Kind.GATEWAY)
            .environment(Part.Kind.GATEWAY, Client.ADMIN_VARIABLE, TOKEN)
            .environment(Part.Kind.GATEWAY, "ENTDB_AUTH_MODE", "api-key,jwt,mtls")
            .environment(
                Part.Kind.GATEWAY,
                "ENTDB_JWT_JWKS_URL",
                "http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys")
            .environment(Part.Kind.GATEWAY, "ENTDB_TLS_CERT", server.cert().toString())
            .environment(Part.Kind.GATEWAY, "ENTDB_TLS_KEY", server.key().toString())
            .environment(Part.Kind.GATEWAY, "ENTDB_TLS_CLIENT_CA", robot.cert().toString())
            .environment(Part.Kind.GATEWAY, "ENTDB_RATE_LIMIT_TENANT_RPS", "20")
            .environment(
                Part.Kind.GATEWAY, "ENTDB_RATE_LIMIT_TENANT_BURST", Integer.toString(BURST))
            .start();
    operatorKey = issue("{'name':'ops','identity':'admin:ops','scopes':['read','write','admin']}");
    for (String tenant : List.of("acme", "other", "busy")) {
      send(
              plainClient,
              "POST",
              "/v1/tenants",
              bearer(operatorKey),
              "{'tenant_id':'%s','owner':'user:alice'}".formatted(tenant))
          .require(201);
    }
  }

  @AfterAll
  static void stop() {
    stack.close();
    issuer.stop(0);
  }

  private static Map<String, String> bearer(String credential) {
    return Map.of("Authorization", "Bearer " + credential);
  }

  private static Answer send(
      HttpClient client, String method, String path, Map<String, String> headers, String body)
      throws Exception {
    URI rest = stack.rest();
    var request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + rest.getPort() + path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.replace('\'', '"')));
    headers.forEach(request::setHeader);
    return Answer.of(client.send(request.build(), BodyHandlers.ofString()));
  }

  private static Answer admin(String method, String path, String body) throws Exception {
    return send(plainClient, method, path, bearer(TOKEN), body);
  }

  private static String issue(String body) throws Exception {
    return admin("POST", "/admin/api-keys", body).require(201).json().path("api_key").asText();
  }

  /** Reads the tenant's schema: needs its membership and the scope read. */
  private static Answer read(String tenant, Map<String, String> headers) throws Exception {
    return send(plainClient, "GET", "/v1/schema?tenant_id=" + tenant, headers, "");
  }

  private static String token(String subject, Optional<String> scope) throws Exception {
    var claims = new JwtClaims();
    claims.setSubject(subject);
    claims.setExpirationTimeMinutesInTheFuture(5);
    scope.ifPresent(words -> claims.setStringClaim("scope", words));
    var jws = new JsonWebSignature();
    jws.setPayload(claims.toJson());
    jws.setKeyIdHeaderValue("k1");
    jws.setKey(issuerKey.getPrivateKey());
    jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    return jws.getCompactSerialization();
  }

  @Test
  void withoutACredentialOnlyHealthAndDocumentationAnswer() throws Exception {
    read("acme", Map.of()).requireError(401, "UNAUTHORIZED");
    read("acme", Map.of("X-Actor", "admin:root")).requireError(401, "UNAUTHORIZED");
    for (String spelling :
        List.of("//v1/schema", "/v1//schema", "/x/../v1/schema", "/%76%31/schema", "/v1/schema/")) {
      Answer answer =
          send(plainClient, "GET", spelling + "?tenant_id=acme&actor=admin:root", Map.of(), "");
      assertThat(answer.status()).as(spelling).isIn(400, 401, 404);
    }
    send(plainClient, "GET", "/health", Map.of(), "").require(200);
    send(plainClient, "GET", "/openapi", Map.of("Accept", "application/json"), "").require(200);
  }

  @Test
  void theRestPortSpeaksNothingButTls() {
    assertThatThrownBy(() -> Client.of(stack.rest()).get("", "/health", ""))
        .hasMessageContaining("no answer");
  }

  @Test
  void aKeyCountsInEitherHeaderUntilItIsRevoked() throws Exception {
    String key = issue("{'name':'a','identity':'user:alice','scopes':['read']}");
    String id = key.split("_", -1)[1];
    read("acme", bearer(key)).require(200);
    read("acme", Map.of("X-API-Key", key)).require(200);
    read("acme", bearer(key.substring(0, key.length() - 1) + "-"))
        .requireError(401, "UNAUTHORIZED");

    admin("DELETE", "/admin/api-keys/" + id, "").require(200);
    read("acme", bearer(key)).requireError(401, "UNAUTHORIZED");
    Answer listed = admin("GET", "/admin/api-keys?page_size=1000", "").require(200);
    assertThat(listed.text()).contains(id).doesNotContain(key).doesNotContain("api_key\":");
  }

  @Test
  void aRotatedKeyHasTwoSecretsForTheOverlap() throws Exception {
    String first = issue("{'name':'r','identity':'user:alice','scopes':['read']}");
    String id = first.split("_", -1)[1];
    String second =
        admin("POST", "/admin/api-keys/" + id + "/rotate", "{'overlap_ms':600000}")
            .require(200)
            .json()
            .path("api_key")
            .asText();
    read("acme", bearer(first)).require(200);
    read("acme", bearer(second)).require(200);

    admin("POST", "/admin/api-keys/" + id + "/rotate", "{}").require(200);
    read("acme", bearer(first)).requireError(401, "UNAUTHORIZED");
    read("acme", bearer(second)).requireError(401, "UNAUTHORIZED");
  }

  @Test
  void keysAreNarrowedByScopeTenantAndExpiry() throws Exception {
    String reader =
        issue("{'name':'n','identity':'user:alice','scopes':['read'],'tenants':['acme']}");
    read("acme", bearer(reader)).require(200);
    read("other", bearer(reader)).requireError(403, "FORBIDDEN");
    send(plainClient, "PUT", "/v1/schema?tenant_id=acme", bearer(reader), "{}")
        .requireError(403, "FORBIDDEN");
    send(plainClient, "POST", "/v1/tenants", bearer(reader), "{'tenant_id':'x'}")
        .requireError(403, "FORBIDDEN");

    String expired = issue("{'name':'e','identity':'user:alice','scopes':['read'],'expires_at':1}");
    read("acme", bearer(expired)).requireError(401, "UNAUTHORIZED");
  }

  @Test
  void theActorIsTheSenderUnlessTheKeyMayActForOthers() throws Exception {
    String own = issue("{'name':'o','identity':'user:alice','scopes':['read']}");
    read("acme", with(bearer(own), "X-Actor", "user:alice")).require(200);
    read("acme", with(bearer(own), "X-Actor", "user:bob")).requireError(403, "FORBIDDEN");

    String web =
        issue("{'name':'w','identity':'service:web','scopes':['read'],'act_for':['user:*']}");
    read("acme", with(bearer(web), "X-Actor", "user:alice")).require(200);
    // Bob is nobody's member, and with authentication on that counts.
    read("acme", with(bearer(web), "X-Actor", "user:bob")).requireError(403, "FORBIDDEN");
    read("acme", with(bearer(web), "X-Actor", "admin:root")).requireError(403, "FORBIDDEN");
  }

  @Test
  void tokensOfTheIssuerAreTakenAndForgedOnesAreNot() throws Exception {
    String alice = token("alice", Optional.empty());
    read("acme", bearer(alice)).require(200);
    read("acme", bearer(token("system:root", Optional.empty()))).requireError(403, "FORBIDDEN");
    read("acme", bearer(alice.substring(0, alice.length() - 4) + "AAAA"))
        .requireError(401, "UNAUTHORIZED");
    send(
            plainClient,
            "PUT",
            "/v1/schema?tenant_id=acme",
            bearer(token("alice", Optional.of("entdb:read"))),
            "{}")
        .requireError(403, "FORBIDDEN");
  }

  @Test
  void aClientCertificateNamesItsHolder() throws Exception {
    Answer stranger = send(certified, "GET", "/v1/schema?tenant_id=acme", Map.of(), "");
    stranger.requireError(403, "FORBIDDEN");
    assertThat(stranger.text()).contains("user:spiffe://here/robot");
    // A credential in the request comes first.
    send(certified, "GET", "/v1/schema?tenant_id=acme", bearer(operatorKey), "").require(200);
  }

  @Test
  void overGrpcTheSameCredentialsCount() throws Exception {
    String target = "127.0.0.1:" + stack.grpcPort(Part.GATEWAY);
    String key = issue("{'name':'g','identity':'user:alice','scopes':['read'],'tenants':['acme']}");
    try (var alice = EntdbClient.builder(target).tls(serverCertificate).credential(key).build();
        var nobody = EntdbClient.builder(target).tls(serverCertificate).build()) {
      assertThat(alice.tenant("acme", "").node(1, "n_none")).isEmpty();
      // The actor that a message names is replaced, not believed.
      assertThat(alice.tenant("acme", "admin:root").node(1, "n_none")).isEmpty();
      assertKind(Kind.DENIED, () -> alice.tenant("other", "").node(1, "n_none"));
      var plan = Plan.create();
      plan.create(1, Fields.none());
      assertKind(Kind.DENIED, () -> alice.tenant("acme", "").commit(plan));
      assertKind(Kind.UNAUTHENTICATED, () -> nobody.tenant("acme", "admin:root").node(1, "n"));
    }
  }

  private static void assertKind(Kind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EntdbException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
  }

  @Test
  void aBusyTenantIsToldWhenToComeAgainAndOthersAreServed() throws Exception {
    var statuses = new ArrayList<Integer>();
    Answer limited = null;
    for (int i = 0; i < 5 * BURST && limited == null; i++) {
      Answer answer = read("busy", bearer(operatorKey));
      statuses.add(answer.status());
      if (answer.status() == 429) {
        limited = answer;
      } else {
        answer.require(200);
        assertThat(answer.headers().firstValue("X-RateLimit-Limit"))
            .contains(Integer.toString(BURST));
      }
    }
    assertThat(limited).as("answers: %s", statuses).isNotNull();
    limited.requireError(429, "RATE_LIMITED");
    assertThat(limited.headers().firstValue("Retry-After")).contains("1");
    read("other", bearer(operatorKey)).require(200);
  }

  @Test
  void refusalsAreCountedAndLoggedWithoutTheCredential() throws Exception {
    String secret = "entdb_aaaaaaaaaaaaaaaa_" + "s3cr3t".repeat(7) + "x";
    read("acme", bearer(secret)).requireError(401, "UNAUTHORIZED");
    String metrics = Client.of(stack.management(Part.GATEWAY)).text("/metrics");
    assertThat(metrics)
        .containsPattern("entdb_auth_refusals_total\\{reason=\"unknown\",?\\} [1-9]");
  }

  private static Map<String, String> with(Map<String, String> headers, String name, String value) {
    var all = new HashMap<>(headers);
    all.put(name, value);
    return all;
  }
}
