package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.SharedStack;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class AtomicContractTest {
  private Rest rest;

  @BeforeEach
  void freshTenant(LocalStack stack) {
    rest = Rest.fresh(stack);
  }

  @Test
  void aPlanWithAliasesIsAppliedAsAWhole() {
    Answer answer =
        rest.commit(
                "{'op':'create_node','type_id':7,'alias':'a','payload':{'mark':'one'}}",
                "{'op':'create_node','type_id':7,'id':'two','payload':{'mark':'two'}}",
                "{'op':'create_edge','edge_type':9,'from_id':'$a.id','to_id':'two',"
                    + "'props':{'weight':3}}",
                "{'op':'update_node','node_id':'$a','payload':{'counter':1}}")
            .require(200);

    JsonNode json = answer.json();
    assertThat(json.path("status").asText()).isEqualTo("APPLIED");
    assertThat(json.path("idempotency_key").asText()).isNotEmpty();
    assertThat(json.path("wal_position").asText()).matches("entdb-wal:\\d+:\\d+");
    assertThat(Rest.texts(json.path("results"), "op"))
        .containsExactly("create_node", "create_node", "create_edge", "update_node");
    assertThat(json.at("/results/0/alias").asText()).isEqualTo("a");
    assertThat(json.at("/results/0/node_id").asText()).matches("n_[a-z2-7]{26}");
    assertThat(json.at("/results/1/node_id").asText()).isEqualTo("two");
    assertThat(json.at("/results/2/edge_id").asText()).startsWith("e_");
  }

  @Test
  void anAnswerWithoutWaitingIsPendingAndNamesWhatItWillMake() {
    Answer answer =
        rest.post("/v1/atomic", "{'operations':[{'op':'create_node','type_id':7,'payload':{}}]}")
            .require(200);
    assertThat(answer.json().path("status").asText()).isEqualTo("PENDING");

    Answer node = rest.get("/v1/nodes/" + answer.nodeId() + "?after=" + answer.position());
    node.require(200);
  }

  @Test
  void aRetryIsAnsweredAsTheFirstTime() {
    String body =
        "{'idempotency_key':'k','wait_applied':true,"
            + "'operations':[{'op':'create_node','type_id':7,'payload':{'mark':'x'}}]}";
    Answer first = rest.post("/v1/atomic", body).require(200);
    Answer second =
        rest.post(
                "/v1/atomic",
                body.replace(":true", ": true ").replace("'wait_applied'", " 'wait_applied'"))
            .require(200);
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(rest.get("/v1/nodes?type_id=7&count=true").json().path("total_count").asInt())
        .isEqualTo(1);
  }

  @Test
  void aRefusalIsRepeatedToo() {
    rest.note("{'key':'taken'}");
    String body =
        "{'idempotency_key':'r','wait_applied':true,"
            + "'operations':[{'op':'create_node','type_id':7,'payload':{'key':'taken'}}]}";
    Answer first = rest.post("/v1/atomic", body).requireError(409, "UNIQUE_VIOLATION");
    Answer second = rest.post("/v1/atomic", body).requireError(409, "UNIQUE_VIOLATION");
    assertThat(second.json()).isEqualTo(first.json());
  }

  @Test
  void aKeyIsGoodForOneRequestAndOneActor() {
    String body = "{'idempotency_key':'k','wait_applied':true,'operations':[%s]}";
    rest.post("/v1/atomic", body.formatted("{'op':'create_node','type_id':7,'payload':{}}"))
        .require(200);
    rest.post("/v1/atomic", body.formatted("{'op':'create_node','type_id':7,'id':'x'}"))
        .requireError(409, "IDEMPOTENCY_KEY_REUSED");
    rest.as(Rest.BOB)
        .post("/v1/atomic", body.formatted("{'op':'create_node','type_id':7,'payload':{}}"))
        .requireError(409, "IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void aUniqueValueIsHeldOnceAndTheTextIsTheOneThatClientsParse() {
    rest.note("{'key':'it''s'}".replace("''", "\\u0027"));
    Answer answer =
        rest.commit("{'op':'create_node','type_id':7,'payload':{'key':'it\\u0027s'}}")
            .requireError(409, "UNIQUE_VIOLATION");
    assertThat(answer.json().at("/error/message").asText())
        .isEqualTo(
            "Unique constraint violation: tenant=%s type_id=7 field_id=3 value='it\\'s' already exists"
                .formatted(rest.tenant()));
    assertThat(Rest.details(answer).path("op_index").asInt()).isZero();
    assertThat(Rest.details(answer).path("wal_position").asText()).startsWith("entdb-wal:");
  }

  @Test
  void versionsPreconditionsAndIdsThatMissAreConflicts() {
    String id = rest.note("{'mark':'x'}");
    rest.commit("{'op':'update_node','node_id':'" + id + "','payload':{},'expected_version':9}")
        .requireError(409, "CONFLICT");
    rest.commit(
            "{'op':'update_node','node_id':'"
                + id
                + "','payload':{},'precondition':{'field':'mark','equals':'y'}}")
        .requireError(409, "CONFLICT");
    Answer taken =
        rest.commit("{'op':'create_node','type_id':7,'id':'" + id + "'}")
            .requireError(409, "CONFLICT");
    assertThat(Rest.details(taken).path("reason").asText()).isEqualTo("ALREADY_EXISTS");
    rest.commit(
            "{'op':'update_node','node_id':'"
                + id
                + "','payload':{'mark':'y'},'expected_version':1,"
                + "'precondition':{'field':'1','equals':'x'}}")
        .require(200);
  }

  @Test
  void oneRefusedOperationUndoesThePlan() {
    rest.note("{'key':'taken'}");
    Answer refused =
        rest.commit(
                "{'op':'create_node','type_id':7,'id':'first','payload':{}}",
                "{'op':'create_node','type_id':7,'payload':{'key':'taken'}}")
            .requireError(409, "UNIQUE_VIOLATION");
    assertThat(Rest.details(refused).path("op_index").asInt()).isEqualTo(1);
    rest.get("/v1/nodes/first").requireError(404, "NOT_FOUND");
  }

  @Test
  void softDeleteHidesAndFreesKeysAndHardDeleteRemoves() {
    String id = rest.note("{'key':'k'}");
    rest.commit("{'op':'delete_node','node_id':'" + id + "'}").require(200);
    rest.get("/v1/nodes/" + id).requireError(404, "NOT_FOUND");
    assertThat(
            rest.get("/v1/nodes/" + id + "?include_deleted=true")
                .require(200)
                .json()
                .path("deleted")
                .asBoolean())
        .isTrue();
    rest.note("{'key':'k'}");
    rest.commit("{'op':'delete_node','node_id':'" + id + "','hard':true}").require(200);
    rest.get("/v1/nodes/" + id + "?include_deleted=true").requireError(404, "NOT_FOUND");
  }

  @Test
  void edgesAreDeletedByTheirEndsOrTheirId() {
    String a = rest.note("{}");
    String b = rest.note("{}");
    String ends = "'edge_type':9,'from_id':'" + a + "','to_id':'" + b + "'";
    rest.commit("{'op':'create_edge'," + ends + "}").require(200);
    rest.commit("{'op':'delete_edge'," + ends + "}").require(200);
    String edge =
        rest.commit("{'op':'create_edge'," + ends + "}")
            .require(200)
            .json()
            .at("/results/0/edge_id")
            .asText();
    rest.commit("{'op':'delete_edge','edge_id':'" + edge + "'}").require(200);
    assertThat(rest.get("/v1/nodes/" + a + "/edges/out").json().path("edges")).isEmpty();
    rest.commit("{'op':'delete_edge','edge_id':'nonsense'}").requireError(400, "INVALID_REQUEST");
  }

  @Test
  void unknownNamesAreAnsweredWithTheNearest() {
    Answer field =
        rest.commit("{'op':'create_node','type_id':7,'payload':{'makr':'x'}}")
            .requireError(400, "VALIDATION_ERROR");
    assertThat(Rest.texts(Rest.details(field).path("did_you_mean"))).containsExactly("mark");
    Answer operation =
        rest.commit("{'op':'update_nod','node_id':'x'}").requireError(400, "VALIDATION_ERROR");
    assertThat(Rest.texts(Rest.details(operation).path("did_you_mean")))
        .containsExactly("update_node");
  }

  @Test
  void whatDoesNotFitTheSchemaIsRefused() {
    for (String payload :
        List.of(
            "{'counter':'one'}",
            "{'counter':9223372036854775808}",
            "{'counter':1.5}",
            "{'state':'closed'}",
            "{'flag':1}",
            "{'blob':'***'}",
            "{'tags':['a',1]}",
            "{'mark':'a','1':'b'}",
            "{'parent':'nobody'}",
            "{'99':'x'}")) {
      rest.commit("{'op':'create_node','type_id':7,'payload':" + payload + "}")
          .requireError(400, "VALIDATION_ERROR");
    }
    rest.commit("{'op':'create_node','type_id':4711}").requireError(400, "VALIDATION_ERROR");
    rest.commit("{'op':'create_edge','edge_type':4711,'from_id':'a','to_id':'b'}")
        .requireError(400, "VALIDATION_ERROR");
  }

  @Test
  void aCreateThatSkipsNamesTheHolderOfTheKeyAndItsAliasLeadsThere() {
    String id = rest.note("{'key':'taken'}");
    Answer answer =
        rest.commit(
                "{'op':'create_node','type_id':7,'alias':'a','on_conflict':'skip',"
                    + "'payload':{'key':'taken','mark':'new'}}",
                "{'op':'create_node','type_id':7,'id':'other','payload':{}}",
                "{'op':'create_edge','edge_type':9,'from_id':'other','to_id':'$a.id'}",
                "{'op':'update_node','node_id':'$a','payload':{'counter':5}}")
            .require(200);

    assertThat(answer.json().at("/results/0/existing").asBoolean()).isTrue();
    assertThat(answer.json().at("/results/0/node_id").asText()).isEqualTo(id);
    JsonNode node = rest.get("/v1/nodes/" + id).require(200).json();
    assertThat(node.at("/payload/counter").asInt()).isEqualTo(5);
    assertThat(node.at("/payload/mark").isMissingNode()).isTrue();
    assertThat(rest.get("/v1/nodes/" + id + "/edges/in").json().path("edges")).hasSize(1);
  }

  @Test
  void deleteWhereDeletesWhatMeetsAllConditions() {
    for (int i = 0; i < 5; i++) {
      rest.note("{'counter':" + i + ",'tags':['t" + i % 2 + "']}");
    }
    Answer answer =
        rest.commit(
                "{'op':'delete_where','type_id':7,'where':[{'field':'counter','op':'gte',"
                    + "'value':1},{'field':'tags','op':'contains','value':'t1'}],'limit':1}")
            .require(200);
    assertThat(answer.json().at("/results/0/deleted").asInt()).isEqualTo(1);
    rest.commit(
            "{'op':'delete_where','type_id':7,'where':[{'field':'counter','op':'in',"
                + "'value':[0,2]}]}")
        .require(200);
    assertThat(rest.get("/v1/nodes?type_id=7&count=true").json().path("total_count").asInt())
        .isEqualTo(2);
  }

  @Test
  void deleteWhereWithoutConditionsOrWithOnesThatDoNotFitIsRefused() {
    for (String where :
        List.of(
            "[]",
            "[{'field':'nothing','value':1}]",
            "[{'field':'counter','value':'one'}]",
            "[{'field':'counter','op':'like','value':1}]",
            "[{'field':'counter','op':'in','value':[]}]",
            "[{'field':'extra','op':'gt','value':1}]")) {
      Answer answer =
          rest.commit("{'op':'delete_where','type_id':7,'where':" + where + ",'limit':1}");
      assertThat(answer.status()).as("%s", where).isEqualTo(400);
    }
  }

  @Test
  void malformedPlansAreRefusedBeforeTheyReachTheLog() {
    rest.post("/v1/atomic", "{'operations':[]}").requireError(400, "INVALID_REQUEST");
    rest.post("/v1/atomic", "{}").requireError(400, "INVALID_REQUEST");
    rest.post("/v1/atomic", "{'operations':{}}").requireError(400, "INVALID_REQUEST");
    rest.post("/v1/atomic", "{'operations':[7]}").requireError(400, "INVALID_REQUEST");
    rest.post("/v1/atomic", "{'operations':[],'wait_aplied':true}")
        .requireError(400, "INVALID_REQUEST");
    rest.commit("{'op':'update_node','node_id':'$later.id','payload':{}}")
        .requireError(400, "VALIDATION_ERROR");
    rest.get("/v1/tenants/" + rest.tenant()).require(200);
  }

  @Test
  void aPlanThatTakesMoreThanFourMebibytesIsTooLarge() {
    String mark = "x".repeat(1024 * 1024);
    String operation = "{'op':'create_node','type_id':7,'payload':{'extra':'" + mark + "'}}";
    rest.commit(operation, operation, operation, operation, operation)
        .requireError(413, "PAYLOAD_TOO_LARGE");
    rest.commit(operation, operation, operation).require(200);
  }

  @Test
  void aTenantOfTheBodyMayNotContradictTheHeader() {
    rest.post("/v1/atomic", "{'tenant_id':'other','operations':[{'op':'create_node','type_id':7}]}")
        .requireError(400, "INVALID_REQUEST");
  }

  @Test
  void concurrentRetriesOfOneKeyMakeOneNode() throws InterruptedException {
    String key = UUID.randomUUID().toString();
    String body =
        "{'idempotency_key':'"
            + key
            + "','wait_applied':true,'operations':[{'op':'create_node','type_id':7}]}";
    var threads = new ArrayList<Thread>();
    var ids = new ConcurrentSkipListSet<String>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> ids.add(rest.post("/v1/atomic", body).require(200).nodeId())));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(ids).hasSize(1);
    assertThat(rest.get("/v1/nodes?type_id=7&count=true").json().path("total_count").asInt())
        .isEqualTo(1);
  }
}
