package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.SharedStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one tenant's records cause in others, by way of the applier. */
@ExtendWith(SharedStack.class)
class FollowUpContractTest {
  /** Two records and their acknowledgement, on a machine that does other things as well. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private Rest alice;
  private Rest admin;
  private String bobId;
  private String home;

  @BeforeEach
  void twoTenants(LocalStack stack) {
    alice = Rest.fresh(stack);
    alice.note("{}");
    bobId = "bob-" + UUID.randomUUID();
    home = "home-" + UUID.randomUUID();
    admin = new Rest(alice.client(), "", Rest.ADMIN);
    admin
        .post("/v1/users", "{'user_id':'%s','email':'%s@x','name':'Bob'}".formatted(bobId, bobId))
        .require(201);
    admin.post("/v1/tenants", "{'tenant_id':'" + home + "','owner':'" + bobId + "'}").require(201);
  }

  @Test
  void aUsersTenantsAreKnown() {
    alice
        .post(
            "/v1/tenants/" + alice.tenant() + "/members",
            "{'user_id':'" + bobId + "','role':'viewer'}")
        .require(201);
    Await.until(
        "both tenants are listed",
        SOON,
        () -> tenantsOf(bobId).equals(List.of(home, alice.tenant())));
    JsonNode listed =
        admin.get("/v1/users/" + bobId + "/tenants").require(200).json().path("tenants");
    assertThat(Rest.texts(listed, "role")).containsExactly("owner", "viewer");
    alice.delete("/v1/tenants/" + alice.tenant() + "/members/" + bobId).require(200);
    Await.until("one is left", SOON, () -> tenantsOf(bobId).equals(List.of(home)));
  }

  private List<String> tenantsOf(String user) {
    JsonNode json = admin.get("/v1/users/" + user + "/tenants").require(200).json();
    return Rest.texts(json.path("tenants"), "tenant_id");
  }

  @Test
  void aFrozenUserWritesNowhereUntilItIsFreed() {
    Rest bob = new Rest(alice.client(), home, "user:" + bobId);
    bob.note("{}");
    admin.put("/v1/users/" + bobId + "/frozen", "{'enabled':true}").require(200);
    bob.commit("{'op':'create_node','type_id':7,'payload':{}}").requireError(403, "FORBIDDEN");
    bob.get("/v1/nodes?type_id=7").require(200);
    admin.put("/v1/users/" + bobId + "/frozen", "{'enabled':false}").require(200);
    Await.until(
        "bob writes again",
        SOON,
        () -> bob.commit("{'op':'create_node','type_id':7,'payload':{}}").isOk());
  }

  @Test
  void sharesReachUsersAndTenantsElsewhere() {
    Rest visitor = alice.as("user:" + bobId + "@tenant:" + home);
    String hidden = secret();
    String byUser = secret();
    String byTenant = secret();
    String byBoth = secret();
    String byGroup = secret();
    visitor.get("/v1/nodes/" + byUser).requireError(403, "FORBIDDEN");
    share(byUser, "user:" + bobId);
    share(byTenant, "tenant:" + home);
    share(byBoth, "user:" + bobId + "@tenant:" + home);
    share(byGroup, "group:guests");
    alice.put("/v1/groups/guests/members/user:" + bobId, "{}").require(200);

    for (String node : List.of(byUser, byTenant, byBoth, byGroup)) {
      visitor.get("/v1/nodes/" + node).require(200);
    }
    visitor.get("/v1/nodes/" + hidden).requireError(404, "NOT_FOUND");
    visitor.commit("{'op':'create_node','type_id':7,'payload':{}}").requireError(403, "FORBIDDEN");
    visitor.get("/v1/tenants/" + alice.tenant() + "/members").requireError(403, "FORBIDDEN");

    Rest bob = new Rest(alice.client(), home, "user:" + bobId);
    Await.until("all four are listed", SOON, () -> shared(bob).size() == 4);
    assertThat(shared(bob)).containsExactlyInAnyOrder(byUser, byTenant, byBoth, byGroup);
    alice.delete("/v1/nodes/" + byUser + "/share/user:" + bobId).require(200);
    assertThat(shared(bob)).doesNotContain(byUser);
    visitor.get("/v1/nodes/" + byUser).requireError(404, "NOT_FOUND");
  }

  @Test
  void aUserTakesItsDataWithIt() {
    Rest bob = new Rest(alice.client(), home, "user:" + bobId);
    String own = bob.note("{'key':'mine'}");
    Await.until("bob's tenant is known", SOON, () -> tenantsOf(bobId).contains(home));
    JsonNode export = bob.get("/v1/users/" + bobId + "/export").require(200).json();
    assertThat(export.path("user_id").asText()).isEqualTo(bobId);
    JsonNode nodes = export.path("tenants").path(0).path("nodes");
    assertThat(Rest.texts(nodes, "node_id")).containsExactly(own);
    assertThat(Rest.texts(nodes, "payload.key")).containsExactly("mine");
    alice.get("/v1/users/" + bobId + "/export").requireError(403, "FORBIDDEN");
  }

  @Test
  void aDeletedUserIsErasedFromItsTenants() {
    alice
        .post("/v1/tenants/" + alice.tenant() + "/members", "{'user_id':'" + bobId + "'}")
        .require(201);
    Rest bob = alice.as("user:" + bobId);
    String note = bob.note("{'key':'mine'}");
    Await.until("both are known", SOON, () -> tenantsOf(bobId).size() == 2);
    bob.delete("/v1/users/" + bobId + "?grace_ms=500").require(200);
    Await.until(
        "the note is gone",
        SOON,
        () -> alice.as(Rest.ADMIN).get("/v1/nodes/" + note).status() == 404);
    Await.until(
        "what it alone owned is gone",
        SOON,
        () -> admin.get("/v1/tenants/" + home).status() == 404);
    assertThat(admin.get("/v1/users/" + bobId).json().path("status").asText()).isEqualTo("deleted");
    Await.until(
        "its role is gone",
        SOON,
        () -> !alice.get("/v1/tenants/" + alice.tenant() + "/members").text().contains(bobId));
    bob.commit("{'op':'create_node','type_id':7,'payload':{}}").requireError(403, "FORBIDDEN");
  }

  @Test
  void aDeletedTenantIsNotFoundAfterItsGrace() {
    String tenant = "/v1/tenants/" + alice.tenant();
    alice.delete(tenant).requireError(403, "FORBIDDEN");
    admin.delete(tenant).require(200);
    assertThat(admin.get(tenant).json().path("delete_at").asLong()).isPositive();
    admin.post(tenant + "/cancel_deletion", "").require(200);
    assertThat(admin.get(tenant).json().has("delete_at")).isFalse();
    admin.delete(tenant + "?grace_ms=1").require(200);
    Await.until("it is gone", SOON, () -> admin.get(tenant).status() == 404);
    alice.get("/v1/nodes?type_id=7").requireError(404, "NOT_FOUND");
    alice.commit("{'op':'create_node','type_id':7,'payload':{}}").requireError(404, "NOT_FOUND");
    admin
        .post("/v1/tenants", "{'tenant_id':'" + alice.tenant() + "'}")
        .requireError(409, "CONFLICT");
  }

  @Test
  void aQuotaCountsAndIfHardEnds() {
    String quota = "/v1/tenants/" + alice.tenant() + "/quota";
    alice.put(quota, "{'max_writes_per_month':2}").requireError(403, "FORBIDDEN");
    admin.put(quota, "{'max_writes_per_month':2,'max_rps_burst':9}").require(200);
    alice.note("{}");
    alice.note("{}");
    alice.note("{}");
    JsonNode state = alice.get(quota).require(200).json();
    assertThat(state.path("writes_used").asInt()).isEqualTo(3);
    assertThat(state.path("max_rps_burst").asInt()).isEqualTo(9);
    assertThat(state.path("period_end").asLong())
        .isGreaterThan(state.path("period_start").asLong());
    admin.put(quota, "{'max_writes_per_month':2,'hard_enforce':true}").require(200);
    var refused =
        alice
            .commit("{'op':'create_node','type_id':7,'payload':{}}")
            .requireError(429, "RATE_LIMITED");
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    alice.as(Rest.BOB).get(quota).requireError(403, "FORBIDDEN");
    admin.put(quota, "{'max_writes_per_month':-1}").requireError(400, "INVALID_REQUEST");
  }

  /** A gateway may take some seconds to hear of it, so the question is repeated. */
  @Test
  void aQuotaLimitsEachUsersRequestsPerSecond() {
    admin
        .put(
            "/v1/tenants/" + alice.tenant() + "/quota",
            "{'max_rps_per_user_sustained':1,'max_rps_per_user_burst':2}")
        .require(200);
    Await.until(
        "too many requests of one user are turned away",
        Duration.ofSeconds(20),
        () -> {
          Answer last = alice.get("/v1/nodes?type_id=7");
          for (int i = 0; i < 3; i++) {
            last = alice.get("/v1/nodes?type_id=7");
          }
          return last.status() == 429 && last.headers().firstValue("Retry-After").isPresent();
        });
    assertThat(alice.as("user:another").get("/v1/nodes?type_id=7").status()).isNotEqualTo(429);
  }

  @Test
  void aDenyGoesBeforeAShareAlsoElsewhere() {
    Rest visitor = alice.as("user:" + bobId + "@tenant:" + home);
    String node = secret();
    share(node, "tenant:" + home);
    visitor.get("/v1/nodes/" + node).require(200);
    alice
        .post(
            "/v1/nodes/" + node + "/share",
            "{'principal':'user:" + bobId + "','permission':'deny'}")
        .require(200);
    visitor.get("/v1/nodes/" + node).requireError(404, "NOT_FOUND");
  }

  private List<String> shared(Rest who) {
    var ids = new ArrayList<String>();
    for (JsonNode page : who.pages("/v1/shared?page_size=3")) {
      ids.addAll(Rest.texts(page.path("nodes"), "id"));
    }
    return ids;
  }

  private void share(String node, String principal) {
    alice.post("/v1/nodes/" + node + "/share", "{'principal':'" + principal + "'}").require(200);
  }

  private String secret() {
    return alice
        .commit("{'op':'create_node','type_id':7,'payload':{},'principals':[]}")
        .require(200)
        .nodeId();
  }
}
