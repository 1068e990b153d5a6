package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Callers are believed here, so that only what they may do is tested, not who they are. */
@ExtendWith(SharedStack.class)
class PermissionContractTest {
  private Rest alice;
  private Rest bob;

  @BeforeEach
  void freshTenant(LocalStack stack) {
    alice = Rest.fresh(stack);
    bob = alice.as(Rest.BOB);
  }

  private String note(String acl) {
    return alice
        .commit("{'op':'create_node','type_id':7,'payload':{'key':'k'}," + acl + "}")
        .require(200)
        .nodeId();
  }

  @Test
  void theFirstActorOfATenantIsItsOwner() {
    alice.note("{}");
    assertThat(
            alice.get("/v1/tenants/" + alice.tenant()).require(200).json().path("owner").asText())
        .isEqualTo(Rest.ALICE);
  }

  @Test
  void aNodeWithoutAclIsEverybodys() {
    String id = alice.note("{}");
    bob.get("/v1/nodes/" + id).require(200);
    bob.commit("{'op':'update_node','node_id':'" + id + "','payload':{'counter':1}}").require(200);
  }

  @Test
  void whatTheAclHidesIsNowhere() {
    String id = note("'principals':[]");
    bob.get("/v1/nodes/" + id).requireError(404, "NOT_FOUND");
    bob.get("/v1/nodes/by-key?type_id=7&field=key&value=k").requireError(404, "NOT_FOUND");
    assertThat(bob.get("/v1/nodes?type_id=7&count=true").json().path("total_count").asInt())
        .isZero();
    assertThat(
            Rest.texts(
                bob.post("/v1/nodes/get", "{'ids':['" + id + "']}").json().path("missing_ids")))
        .containsExactly(id);
    bob.get("/v1/nodes/" + id + "/edges/out").requireError(404, "NOT_FOUND");
    bob.commit("{'op':'update_node','node_id':'" + id + "','payload':{'counter':1}}")
        .requireError(404, "NOT_FOUND");
    alice.get("/v1/nodes/" + id).require(200);
    alice.as(Rest.ADMIN).get("/v1/nodes/" + id).require(200);
  }

  @Test
  void aReaderReadsAndDoesNotWrite() {
    String id = note("'principals':['bob']");
    bob.get("/v1/nodes/" + id).require(200);
    bob.commit("{'op':'update_node','node_id':'" + id + "','payload':{'counter':1}}")
        .requireError(403, "FORBIDDEN");
    bob.commit("{'op':'delete_node','node_id':'" + id + "'}").requireError(403, "FORBIDDEN");
    bob.commit("{'op':'set_visibility','node_id':'" + id + "','principals':['bob']}")
        .requireError(403, "FORBIDDEN");
  }

  @Test
  void aDenyGoesBeforeAGrant() {
    String id =
        note(
            "'acl':[{'principal':'tenant:*','permission':'write'},"
                + "{'principal':'bob','permission':'deny'}]");
    bob.get("/v1/nodes/" + id).requireError(404, "NOT_FOUND");
    alice.as("user:carol").get("/v1/nodes/" + id).require(200);
  }

  @Test
  void visibilityIsReplacedByTheOwner() {
    String id = note("'principals':[]");
    alice
        .commit("{'op':'set_visibility','node_id':'" + id + "','principals':['bob']}")
        .require(200);
    bob.get("/v1/nodes/" + id).require(200);
    alice.commit("{'op':'set_visibility','node_id':'" + id + "','principals':[]}").require(200);
    bob.get("/v1/nodes/" + id).requireError(404, "NOT_FOUND");
  }

  @Test
  void aGrantThatHasExpiredDoesNotCount() {
    String id = note("'acl':[{'principal':'bob','permission':'read','expires_at':1}]");
    bob.get("/v1/nodes/" + id).requireError(404, "NOT_FOUND");
  }

  @Test
  void groupsRolesAndReservedNamesDoNotAct() {
    alice.as("group:staff").get("/v1/nodes/x").requireError(400, "INVALID_REQUEST");
    alice.as("role:owner").get("/v1/nodes/x").requireError(400, "INVALID_REQUEST");
    alice.as("__system__").get("/v1/nodes/x").requireError(400, "INVALID_REQUEST");
  }

  @Test
  void onlyTheSystemWritesWhatNobodyRegistered() {
    Rest admin = alice.as(Rest.ADMIN);
    String node =
        "{'op':'create_node','type_id':4711,'id':'u',"
            + "'payload':{'1':'x','2':9007199254740993,'3':[1,{}]}}";
    alice.commit(node).requireError(400, "VALIDATION_ERROR");
    admin.commit(node).require(200);
    admin.commit("{'op':'update_node','node_id':'u','payload':{'4':0.5}}").require(200);
    admin
        .commit("{'op':'create_edge','edge_type':4712,'from_id':'u','to_id':'nowhere'}")
        .require(200);

    var payload = admin.get("/v1/nodes/u").require(200).json().path("payload");
    assertThat(payload.path("2").asLong()).isEqualTo(9007199254740993L);
    assertThat(payload.path("3").get(0).asInt()).isEqualTo(1);
    assertThat(payload.path("4").asDouble()).isEqualTo(0.5);
    assertThat(admin.get("/v1/nodes/u/edges/out").json().path("edges")).hasSize(1);
    admin
        .commit("{'op':'create_node','type_id':4711,'payload':{'name':'x'}}")
        .requireError(400, "VALIDATION_ERROR");
  }
}
