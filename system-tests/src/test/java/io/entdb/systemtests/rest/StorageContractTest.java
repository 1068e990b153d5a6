package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes of the tenant, of mailboxes and of the public. */
@ExtendWith(SharedStack.class)
class StorageContractTest {
  private Rest alice;
  private Rest bob;

  @BeforeEach
  void freshTenant(LocalStack stack) {
    alice = Rest.fresh(stack);
    bob = alice.as(Rest.BOB);
    alice
        .commit(
            "{'op':'create_node','type_id':7,'id':'m','storage_mode':'user_mailbox',"
                + "'target_user_id':'bob','payload':{'mark':'private','key':'k'}}",
            "{'op':'create_node','type_id':7,'id':'t','payload':{'mark':'common'}}",
            "{'op':'create_node','type_id':7,'id':'p','storage_mode':'public',"
                + "'payload':{'mark':'public'}}")
        .require(200);
  }

  @Test
  void aMailboxNodeIsThereForItsUserInItsMailbox() {
    JsonNode node = bob.get("/v1/nodes/m?target_user=bob").require(200).json();
    assertThat(node.path("storage_mode").asText()).isEqualTo("user_mailbox");
    assertThat(node.path("target_user_id").asText()).isEqualTo("user:bob");
    alice.as(Rest.ADMIN).get("/v1/nodes/m?target_user=user:bob").require(200);
    bob.get("/v1/nodes/m").requireError(404, "NOT_FOUND");
    alice.get("/v1/nodes/m").requireError(404, "NOT_FOUND");
    alice.as(Rest.ADMIN).get("/v1/nodes/m").requireError(404, "NOT_FOUND");
    alice.get("/v1/nodes/m?target_user=bob").requireError(403, "FORBIDDEN");
    bob.get("/v1/nodes/m?target_user=group:g").requireError(400, "VALIDATION_ERROR");
  }

  @Test
  void queriesKeysAndBatchesKeepToTheirScope() {
    assertThat(Rest.texts(bob.get("/v1/nodes?type_id=7").json().path("nodes"), "id"))
        .containsExactlyInAnyOrder("t", "p");
    assertThat(
            Rest.texts(bob.get("/v1/nodes?type_id=7&target_user=bob").json().path("nodes"), "id"))
        .containsExactly("m");
    bob.get("/v1/nodes/by-key?type_id=7&field=key&value=k").requireError(404, "NOT_FOUND");
    bob.get("/v1/nodes/by-key?type_id=7&field=key&value=k&target_user=bob").require(200);
    JsonNode batch = bob.post("/v1/nodes/get", "{'ids':['m','t']}").require(200).json();
    assertThat(Rest.texts(batch.path("missing_ids"))).containsExactly("m");
  }

  @Test
  void itsUserChangesItAndNobodyElse() {
    alice
        .commit("{'op':'update_node','node_id':'m','payload':{'mark':'x'}}")
        .requireError(404, "NOT_FOUND");
    bob.commit("{'op':'update_node','node_id':'m','payload':{'mark':'x'}}").require(200);
    assertThat(bob.get("/v1/nodes/m?target_user=bob").json().at("/payload/mark").asText())
        .isEqualTo("x");
    bob.commit("{'op':'delete_where','type_id':7,'where':[{'field':'key','value':'k'}]}")
        .require(200);
    bob.get("/v1/nodes/m?target_user=bob").require(200);
  }

  @Test
  void edgesMayNotLeadToTheMorePrivate() {
    bob.commit("{'op':'create_edge','edge_type':9,'from_id':'m','to_id':'t'}").require(200);
    bob.commit("{'op':'create_edge','edge_type':9,'from_id':'t','to_id':'m'}")
        .requireError(400, "VALIDATION_ERROR");
    bob.commit("{'op':'create_edge','edge_type':9,'from_id':'p','to_id':'t'}")
        .requireError(400, "VALIDATION_ERROR");
    assertThat(bob.get("/v1/nodes/m/edges/out?target_user=bob").json().path("edges")).hasSize(1);
  }

  @Test
  void aModeWithoutItsUserOrAUserWithoutItsModeIsRefused() {
    for (String rest :
        java.util.List.of(
            "'storage_mode':'user_mailbox'",
            "'target_user_id':'bob'",
            "'storage_mode':'tenant','target_user_id':'bob'",
            "'storage_mode':'nowhere'",
            "'storage_mode':'user_mailbox','target_user_id':'bob','principals':['alice']")) {
      alice
          .commit("{'op':'create_node','type_id':7," + rest + "}")
          .requireError(400, "VALIDATION_ERROR");
    }
    alice
        .commit("{'op':'update_node','node_id':'t','payload':{'storage_mode':'public'}}")
        .requireError(400, "VALIDATION_ERROR");
  }
}
