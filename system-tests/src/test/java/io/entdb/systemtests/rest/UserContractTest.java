package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.SharedStack;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users of the system over REST. */
@ExtendWith(SharedStack.class)
class UserContractTest {
  private Rest admin;
  private Rest self;
  private String id;
  private String path;

  @BeforeEach
  void freshUser(LocalStack stack) {
    id = "u-" + UUID.randomUUID();
    path = "/v1/users/" + id;
    admin = new Rest(Rest.fresh(stack).client(), "", Rest.ADMIN);
    self = admin.as("user:" + id);
    create(id).require(201);
  }

  private Answer create(String user) {
    return admin.post("/v1/users", body(user, user + "@example.org"));
  }

  private static String body(String user, String email) {
    return "{'user_id':'" + user + "','email':'" + email + "','name':'Ann'}";
  }

  @Test
  void aUserIsCreatedOnceAndRead() {
    JsonNode user = self.get(path).require(200).json();
    assertThat(user.path("user_id").asText()).isEqualTo("user:" + id);
    assertThat(user.path("email").asText()).isEqualTo(id + "@example.org");
    assertThat(user.path("status").asText()).isEqualTo("active");
    assertThat(user.path("created_at").asLong()).isPositive();
    create(id).requireError(409, "CONFLICT");
    admin.post("/v1/users", body(id + "x", id + "@example.org")).requireError(409, "CONFLICT");
    admin.get(path + "x").requireError(404, "NOT_FOUND");
  }

  @Test
  void onlyAdminsCreateAndMalformedUsersAreRefused() {
    self.post("/v1/users", body(id + "y", "y")).requireError(403, "FORBIDDEN");
    admin.post("/v1/users", body("group:y", "y")).requireError(400, "VALIDATION_ERROR");
    admin.post("/v1/users", body(id + "y", "")).requireError(400, "VALIDATION_ERROR");
    admin.post("/v1/users", "{'user_id':'y'}").requireError(400, "INVALID_REQUEST");
    admin.post("/v1/users", body(id + "y", "y".repeat(321))).requireError(400, "VALIDATION_ERROR");
  }

  @Test
  void usersChangeThemselvesAndNobodyElse() {
    String other = id + "-other";
    create(other).require(201);
    JsonNode changed = self.put(path, "{'name':'Anne'}").require(200).json();
    assertThat(changed.path("name").asText()).isEqualTo("Anne");
    assertThat(changed.path("email").asText()).isEqualTo(id + "@example.org");
    self.put("/v1/users/" + other, "{'name':'x'}").requireError(403, "FORBIDDEN");
    self.put(path, "{'email':'" + other + "@example.org'}").requireError(409, "CONFLICT");
    self.put(path, "{}").requireError(400, "VALIDATION_ERROR");
    self.put(path, "{'status':'deleted'}").requireError(400, "VALIDATION_ERROR");
    admin.put("/v1/users/" + id + "z", "{'name':'x'}").requireError(404, "NOT_FOUND");
  }

  @Test
  void aFrozenUserStaysSoUntilAnAdminEndsIt() {
    self.put(path + "/frozen", "{'enabled':true}").require(200);
    assertThat(self.get(path).json().path("status").asText()).isEqualTo("frozen");
    self.put(path, "{'name':'x'}").requireError(403, "FORBIDDEN");
    self.put(path + "/frozen", "{'enabled':false}").requireError(403, "FORBIDDEN");
    admin.put(path, "{'status':'active'}").require(200);
    assertThat(self.get(path).json().path("status").asText()).isEqualTo("active");
  }

  @Test
  void aDeletionIsAskedForOnceAndTakenBack() {
    JsonNode asked = self.delete(path + "?grace_ms=60000").require(200).json();
    assertThat(asked.path("user_status").asText()).isEqualTo("pending_deletion");
    long at = asked.path("delete_at").asLong();
    assertThat(at - asked.path("deletion_requested_at").asLong()).isEqualTo(60_000);
    assertThat(self.delete(path).require(200).json().path("delete_at").asLong()).isEqualTo(at);
    self.post(path + "/cancel_deletion", "").require(200);
    JsonNode user = self.get(path).json();
    assertThat(user.path("status").asText()).isEqualTo("active");
    assertThat(user.has("delete_at")).isFalse();
    self.delete(path + "?grace_ms=-1").requireError(400, "INVALID_REQUEST");
    admin.as(Rest.ALICE).delete(path).requireError(403, "FORBIDDEN");
  }

  @Test
  void usersAreListedByStatusInPages() {
    String second = id + "-2";
    create(second).require(201);
    for (String user : new String[] {id, second}) {
      admin.put("/v1/users/" + user + "/frozen", "{'enabled':true}").require(200);
    }
    var frozen = new ArrayList<String>();
    for (JsonNode page : admin.pages("/v1/users?status=frozen&page_size=1")) {
      frozen.addAll(Rest.texts(page.path("users"), "user_id"));
    }
    assertThat(frozen).containsSubsequence("user:" + id, "user:" + second);
    admin.get("/v1/users?status=tired").requireError(400, "VALIDATION_ERROR");
  }
}
