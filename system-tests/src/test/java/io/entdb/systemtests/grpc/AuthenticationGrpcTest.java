package io.entdb.systemtests.grpc;

import static io.entdb.systemtests.grpc.Grpc.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.grpc.v1.EntDBServiceGrpc;
import io.entdb.grpc.v1.HealthRequest;
import io.entdb.grpc.v1.ListTenantsRequest;
import io.entdb.grpc.v1.TenantInfo;
import io.entdb.grpc.v1.TenantMemberRequest;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part.Kind;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.TestSchema;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A gateway that takes API keys only, with a limit for each actor. */
class AuthenticationGrpcTest {
  private static final int BURST = 60;
  private static final String TENANT = "acme";

  private static LocalStack stack;
  private static String alice;

  @BeforeAll
  static void start() {
    stack =
        LocalStack.builder()
            .only(Kind.BROKER, Kind.OBJECT_SERVER, Kind.GATEWAY)
            .environment(Kind.GATEWAY, Client.ADMIN_VARIABLE, Client.ADMIN_TOKEN)
            .environment(Kind.GATEWAY, "ENTDB_AUTH_MODE", "api-key")
            .environment(Kind.GATEWAY, "ENTDB_RATE_LIMIT_ACTOR_RPS", "1")
            .environment(Kind.GATEWAY, "ENTDB_RATE_LIMIT_ACTOR_BURST", Integer.toString(BURST))
            .start();
    String operator = key("'name':'ops','identity':'admin:ops','scopes':['read','write','admin']");
    post("/v1/tenants", operator, "{'tenant_id':'acme','owner':'user:alice'}");
    post("/v1/tenants", operator, "{'tenant_id':'other','owner':'user:alice'}");
    Client.of(stack.rest())
        .send(
            "PUT",
            "/v1/schema",
            "",
            Map.of("Authorization", "Bearer " + operator),
            BodyPublishers.ofString(TestSchema.json().toString()))
        .require(200);
    alice = key("'name':'a','identity':'user:alice','scopes':['read','write','admin']");
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  /** Makes an API key, of which the content is given with single quotes. */
  private static String key(String content) {
    return Client.of(stack.rest())
        .send(
            "POST",
            "/admin/api-keys",
            "",
            Map.of("Authorization", "Bearer " + Client.ADMIN_TOKEN),
            BodyPublishers.ofString(("{" + content + "}").replace('\'', '"')))
        .require(201)
        .json()
        .path("api_key")
        .asText();
  }

  private static void post(String path, String key, String body) {
    Client.of(stack.rest())
        .send(
            "POST",
            path,
            "",
            Map.of("Authorization", "Bearer " + key),
            BodyPublishers.ofString(body.replace('\'', '"')))
        .require(201);
  }

  /** Calls with a header, naming an actor in every request. */
  private static Grpc with(String header, String value, String actor) {
    var headers = new Metadata();
    headers.put(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER), value);
    return new Grpc(
        EntDBServiceGrpc.newBlockingStub(Channels.of(stack))
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers)),
        TENANT,
        actor);
  }

  private static Grpc bearer(String key, String actor) {
    return with("authorization", "Bearer " + key, actor);
  }

  @Test
  void whoeverShowsNothingGoodIsUnauthenticated() {
    Grpc nobody = Grpc.of(stack, TENANT, Grpc.ALICE);
    Grpc.requireFailure(Code.UNAUTHENTICATED, "credential", () -> nobody.node("x"));
    Grpc.requireFailure(
        Code.UNAUTHENTICATED, "", () -> bearer("entdb_no_key", Grpc.ALICE).node("x"));
    // Health is for everybody, a bad credential included.
    assertThat(nobody.call().health(HealthRequest.getDefaultInstance()).getHealthy()).isTrue();
  }

  @Test
  void theSenderReplacesWhateverActorARequestNames() {
    String id = bearer(alice, Grpc.BOB).note(Map.of(1, text("x")));
    assertThat(with("x-api-key", alice, "system:root").node(id).getNode().getOwnerActor())
        .isEqualTo(Grpc.ALICE);
    String app =
        key(
            "'name':'app','identity':'service:app','scopes':['read','write'],"
                + "'act_for':['user:*']");
    String asAlice = bearer(app, Grpc.ALICE).note(Map.of());
    assertThat(bearer(app, Grpc.ALICE).node(asAlice).getNode().getOwnerActor())
        .isEqualTo(Grpc.ALICE);
  }

  @Test
  void scopesAndTenantsConfineAKey() {
    String reader = key("'name':'r','identity':'user:alice','scopes':['read']");
    assertThat(bearer(reader, "").node("x").getFound()).isFalse();
    Grpc.requireFailure(
        Code.PERMISSION_DENIED, "\"write\"", () -> bearer(reader, "").note(Map.of()));
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "\"admin\"",
        () ->
            bearer(reader, "")
                .call()
                .addTenantMember(
                    TenantMemberRequest.newBuilder().setTenantId(TENANT).setUserId("x").build()));
    String confined =
        key("'name':'c','identity':'user:alice','scopes':['read'],'tenants':['other']");
    Grpc.requireFailure(
        Code.PERMISSION_DENIED, "does not count", () -> bearer(confined, "").node("x"));
  }

  @Test
  void tenantsAreListedForTheSender() {
    assertThat(
            bearer(alice, "")
                .call()
                .listTenants(ListTenantsRequest.getDefaultInstance())
                .getTenantsList())
        .extracting(TenantInfo::getTenantId)
        .contains("acme", "other");
  }

  @Test
  void whoeverSendsTooMuchIsToldWhenToComeBack() {
    String eager = key("'name':'e','identity':'user:eager','scopes':['read']");
    StatusRuntimeException limited =
        Grpc.thrown(
            () -> {
              for (int i = 0; i < 10 * BURST; i++) {
                try {
                  bearer(eager, "").node("x");
                } catch (StatusRuntimeException e) {
                  // Somebody without role sees nothing, but is counted.
                  if (e.getStatus().getCode() != Code.PERMISSION_DENIED) {
                    throw e;
                  }
                }
              }
            });
    assertThat(limited.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    Metadata trailers = Objects.requireNonNull(Status.trailersFromThrowable(limited));
    assertThat(
            Integer.parseInt(
                String.valueOf(
                    trailers.get(
                        Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER)))))
        .isPositive();
  }
}
