package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.SharedStack;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What those who manage a tenant do with a user's content as a whole. */
@ExtendWith(SharedStack.class)
class ContentContractTest {
  private Rest alice;
  private Rest bob;
  private String content;

  @BeforeEach
  void freshTenant(LocalStack stack) {
    alice = Rest.fresh(stack);
    bob = alice.as(Rest.BOB);
    content = "/v1/tenants/" + alice.tenant() + "/content/";
    alice.note("{}");
    for (int from = 0; from < 1_200; from += 400) {
      var operations = new String[400];
      for (int i = 0; i < operations.length; i++) {
        operations[i] =
            "{'op':'create_node','type_id':7,'id':'b%d','principals':[]}".formatted(from + i);
      }
      bob.commit(operations).require(200);
    }
  }

  @Test
  void delegatingSharesAllThatAUserOwnsInSeveralParts() {
    JsonNode answer =
        alice
            .post(content + "delegate", "{'from_user':'bob','to_user':'carl'}")
            .require(200)
            .json();
    assertThat(answer.path("delegated").asInt()).isEqualTo(1_200);
    alice.as("user:carl").get("/v1/nodes/b1199").require(200);
    alice.get("/v1/nodes/b0").requireError(404, "NOT_FOUND");
  }

  @Test
  void transferringChangesTheOwner() {
    Answer answer =
        alice.post(content + "transfer", "{'from_user':'bob','to_user':'carl'}").require(200);
    assertThat(answer.json().path("transferred").asInt()).isEqualTo(1_200);
    assertThat(alice.as("user:carl").get("/v1/nodes/b7").require(200).json().path("owner_actor"))
        .hasToString("\"user:carl\"");
    bob.get("/v1/nodes/b7").requireError(404, "NOT_FOUND");
  }

  @Test
  void revokingTakesGrantsAndGroupsAway() {
    alice.commit("{'op':'create_node','type_id':7,'id':'a','principals':['bob']}").require(200);
    bob.get("/v1/nodes/a").require(200);
    JsonNode answer = alice.post(content + "revoke", "{'user_id':'bob'}").require(200).json();
    assertThat(answer.path("revoked_grants").asInt()).isEqualTo(1);
    bob.get("/v1/nodes/a").requireError(404, "NOT_FOUND");
  }

  @Test
  void onlyThoseWhoManageTheTenantMay() {
    for (String what : new String[] {"delegate", "transfer"}) {
      bob.post(content + what, "{'from_user':'alice','to_user':'bob'}")
          .requireError(403, "FORBIDDEN");
    }
    bob.post(content + "revoke", "{'user_id':'alice'}").requireError(403, "FORBIDDEN");
    alice.post(content + "transfer", "{'from_user':'bob'}").requireError(400, "INVALID_REQUEST");
    alice
        .post(content + "delegate", "{'from_user':'bob','to_user':'carl','permission':'own'}")
        .requireError(400, "INVALID_REQUEST");
  }
}
