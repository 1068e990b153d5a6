package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.SharedStack;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Members, groups, sharing, ownership and a tenant's status, over REST. */
@ExtendWith(SharedStack.class)
class MemberContractTest {
  private Rest alice;
  private Rest bob;
  private String members;

  @BeforeEach
  void aTenantOfAlice(LocalStack stack) {
    alice = Rest.fresh(stack);
    bob = alice.as(Rest.BOB);
    alice.note("{}");
    members = "/v1/tenants/" + alice.tenant() + "/members";
  }

  @Test
  void membersComeChangeAndGo() {
    Answer added = alice.post(members, "{'user_id':'bob','role':'viewer'}").require(201);
    assertThat(added.json().path("user_id").asText()).isEqualTo(Rest.BOB);
    assertThat(added.json().path("status").asText()).isEqualTo("APPLIED");
    bob.commit("{'op':'create_node','type_id':7,'payload':{}}").requireError(403, "FORBIDDEN");
    alice.post(members, "{'user_id':'bob'}").requireError(409, "CONFLICT");
    alice.put(members + "/user:bob", "{'role':'admin'}").require(200);
    assertThat(Rest.texts(alice.get(members).require(200).json().path("members"), "role"))
        .containsExactly("owner", "admin");
    alice.delete(members + "/bob").require(200);
    alice.delete(members + "/bob").requireError(404, "NOT_FOUND");
    alice.put(members + "/bob", "{'role':'member'}").requireError(404, "NOT_FOUND");
  }

  @Test
  void onlyAdminsChangeMembersAndTheLastOwnerStays() {
    bob.post(members, "{'user_id':'eve'}").requireError(403, "FORBIDDEN");
    bob.put(members + "/alice", "{'role':'guest'}").requireError(403, "FORBIDDEN");
    bob.delete(members + "/alice").requireError(403, "FORBIDDEN");
    alice.delete(members + "/alice").requireError(409, "CONFLICT");
    alice.put(members + "/alice", "{'role':'admin'}").requireError(409, "CONFLICT");
    alice.as(Rest.ADMIN).post(members, "{'user_id':'bob','role':'owner'}").require(201);
    alice.put(members + "/alice", "{'role':'admin'}").require(200);
  }

  @Test
  void malformedMembersAreRefused() {
    alice.post(members, "{'role':'member'}").requireError(400, "INVALID_REQUEST");
    alice.post(members, "{'user_id':'bob','role':'king'}").requireError(400, "VALIDATION_ERROR");
    alice.post(members, "{'user_id':'group:x'}").requireError(400, "VALIDATION_ERROR");
    alice.post(members, "{'user_id':'bob','x':1}").requireError(400, "INVALID_REQUEST");
    alice.get("/v1/tenants/nobody-made-this/members").requireError(404, "NOT_FOUND");
  }

  @Test
  void membersAreListedInPages() {
    for (String user : List.of("b", "c", "d")) {
      alice.post(members, "{'user_id':'" + user + "'}").require(201);
    }
    var users = new ArrayList<String>();
    for (JsonNode page : alice.pages(members + "?page_size=2")) {
      users.addAll(Rest.texts(page.path("members"), "user_id"));
    }
    assertThat(users).containsExactly(Rest.ALICE, "user:b", "user:c", "user:d");
  }

  @Test
  void aRetryUnderItsKeyDoesNothingAgain() {
    String body = "{'user_id':'bob','idempotency_key':'k1'}";
    String position = alice.post(members, body).require(201).position();
    assertThat(alice.post(members, body).require(201).position()).isEqualTo(position);
    alice
        .post(members, "{'user_id':'eve','idempotency_key':'k1'}")
        .requireError(409, "IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void groupsNestAndOpenWhatIsSharedWithThem() {
    String node = secret();
    alice.post("/v1/nodes/" + node + "/share", "{'principal':'group:all'}").require(200);
    bob.get("/v1/nodes/" + node).requireError(404, "NOT_FOUND");
    alice.put("/v1/groups/team/members/bob", "{'role':'lead'}").require(200);
    alice.put("/v1/groups/group:all/members/group:team", "{}").require(200);

    bob.get("/v1/nodes/" + node).require(200);
    JsonNode team = alice.get("/v1/groups/team/members").require(200).json().path("members");
    assertThat(Rest.texts(team, "member")).containsExactly(Rest.BOB);
    assertThat(Rest.texts(team, "role")).containsExactly("lead");
    JsonNode groups = alice.get("/v1/groups").require(200).json().path("groups");
    assertThat(Rest.texts(groups, "group")).containsExactly("group:all", "group:team");

    alice.delete("/v1/groups/team/members/bob").require(200);
    bob.get("/v1/nodes/" + node).requireError(404, "NOT_FOUND");
    bob.put("/v1/groups/team/members/bob", "{}").requireError(403, "FORBIDDEN");
    alice.put("/v1/groups/team/members/role:owner", "{}").requireError(400, "VALIDATION_ERROR");
  }

  @Test
  void sharesAreGivenAndTakenByTheOwnerAndAdmins() {
    String node = secret();
    String share = "/v1/nodes/" + node + "/share";
    bob.post(share, "{'principal':'bob'}").requireError(404, "NOT_FOUND");
    alice.post(share, "{'principal':'bob','permission':'read'}").require(200);
    bob.get("/v1/nodes/" + node).require(200);
    bob.post(share, "{'principal':'eve'}").requireError(403, "FORBIDDEN");
    alice.post(share, "{'principal':'bob','core_caps':[5]}").require(200);
    bob.post(share, "{'principal':'eve','expires_at':1}").require(200);
    alice.as("user:eve").get("/v1/nodes/" + node).requireError(404, "NOT_FOUND");
    alice.delete(share + "/bob").require(200);
    bob.get("/v1/nodes/" + node).requireError(404, "NOT_FOUND");
    alice
        .post(share, "{'principal':'bob','permission':'all'}")
        .requireError(400, "VALIDATION_ERROR");
    alice.post(share, "{}").requireError(400, "INVALID_REQUEST");
  }

  @Test
  void onlyTheOwnerGivesANodeAway() {
    String node = secret();
    String owner = "/v1/nodes/" + node + "/owner";
    alice.as(Rest.ADMIN).put(owner, "{'new_owner':'bob'}").requireError(403, "FORBIDDEN");
    alice.put(owner, "{'new_owner':'role:owner'}").requireError(400, "VALIDATION_ERROR");
    alice.put(owner, "{'new_owner':'bob'}").require(200);
    bob.get("/v1/nodes/" + node).require(200);
    alice.get("/v1/nodes/" + node).requireError(404, "NOT_FOUND");
  }

  @Test
  void aHoldForbidsDeletesAndAnArchivedTenantIsReadOnly() {
    Rest admin = alice.as(Rest.ADMIN);
    String tenant = "/v1/tenants/" + alice.tenant();
    String node = alice.note("{}");
    alice.put(tenant + "/legal_hold", "{'enabled':true}").requireError(403, "FORBIDDEN");
    admin.put(tenant + "/legal_hold", "{'enabled':true}").require(200);
    alice.commit("{'op':'delete_node','node_id':'" + node + "'}").requireError(409, "CONFLICT");
    assertThat(admin.get(tenant).json().path("status").asText()).isEqualTo("legal_hold");
    admin.put(tenant + "/legal_hold", "{'enabled':false}").require(200);
    alice.commit("{'op':'delete_node','node_id':'" + node + "'}").require(200);

    alice.post(tenant + "/archive", "").requireError(403, "FORBIDDEN");
    admin.post(tenant + "/archive", "").require(200);
    alice.commit("{'op':'create_node','type_id':7,'payload':{}}").requireError(409, "CONFLICT");
    alice.get("/v1/nodes?type_id=7").require(200);
    assertThat(admin.get(tenant).json().path("status").asText()).isEqualTo("archived");
  }

  private String secret() {
    return alice
        .commit("{'op':'create_node','type_id':7,'payload':{},'principals':[]}")
        .require(200)
        .nodeId();
  }
}
