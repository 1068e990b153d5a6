package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.SharedStack;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class NodeContractTest {
  private Rest rest;

  @BeforeEach
  void freshTenant(LocalStack stack) {
    rest = Rest.fresh(stack);
  }

  @Test
  void aNodeHasAllItsMembers() {
    String id = rest.note("{'mark':'x'}");
    JsonNode node = rest.get("/v1/nodes/" + id).require(200).json();
    assertThat(node.path("id").asText()).isEqualTo(id);
    assertThat(node.path("type_id").asInt()).isEqualTo(7);
    assertThat(node.path("tenant_id").asText()).isEqualTo(rest.tenant());
    assertThat(node.path("owner_actor").asText()).isEqualTo(Rest.ALICE);
    assertThat(node.path("version").asInt()).isEqualTo(1);
    assertThat(node.path("deleted").asBoolean()).isFalse();
    assertThat(node.path("acl").isArray()).isTrue();
    assertThat(node.path("created_at").asLong()).isGreaterThan(1_600_000_000_000L);
    assertThat(node.path("updated_at").asLong()).isEqualTo(node.path("created_at").asLong());
  }

  @Test
  void valuesOfEveryKindComeBackAsTheyWere() {
    String parent = rest.note("{}");
    String payload =
        "{'mark':'é😀','counter':9007199254740993,'extra':{'a':[1,null,9007199254740993]},"
            + "'blob':'AAEC/w==','state':'done','tags':['b','a'],'share':0.1,'flag':true,"
            + "'due':1700000000000,'parent':{'type_id':7,'id':'"
            + parent
            + "'}}";
    String text = rest.get("/v1/nodes/" + rest.note(payload)).require(200).text();
    assertThat(text)
        .contains("\"counter\":9007199254740993")
        .contains("\"extra\":{\"a\":[1,null,9007199254740993]}")
        .contains("\"mark\":\"é😀\"")
        .contains("\"blob\":\"AAEC/w==\"")
        .contains("\"tags\":[\"b\",\"a\"]")
        .contains("\"share\":0.1")
        .contains("\"parent\":\"" + parent + "\"");
  }

  @Test
  void payloadsAreWrittenByNameOrIdAndReadByNameUnlessIdsAreAskedFor() {
    String id = rest.note("{'1':'x','counter':2}");
    JsonNode byName = rest.get("/v1/nodes/" + id).json().path("payload");
    assertThat(byName.path("mark").asText()).isEqualTo("x");
    JsonNode byId = rest.get("/v1/nodes/" + id + "?keys=ids").json().path("payload");
    assertThat(byId.path("1").asText()).isEqualTo("x");
    assertThat(byId.path("2").asInt()).isEqualTo(2);
    rest.get("/v1/nodes/" + id + "?keys=both").requireError(400, "INVALID_REQUEST");
  }

  @Test
  void anUpdateMergesAndStoresNull() {
    String id = rest.note("{'mark':'x','counter':1}");
    rest.commit("{'op':'update_node','node_id':'" + id + "','payload':{'mark':null}}").require(200);
    JsonNode node = rest.get("/v1/nodes/" + id).json();
    assertThat(node.path("version").asInt()).isEqualTo(2);
    assertThat(node.path("payload").path("mark").isNull()).isTrue();
    assertThat(node.path("payload").path("counter").asInt()).isEqualTo(1);
  }

  @Test
  void aNodeThatIsNotThereIsNotFound() {
    rest.note("{}");
    Answer answer = rest.get("/v1/nodes/nobody").requireError(404, "NOT_FOUND");
    assertThat(Rest.details(answer).path("node_id").asText()).isEqualTo("nobody");
    rest.get("/v1/nodes/" + "x".repeat(129)).requireError(400, "INVALID_REQUEST");
  }

  @Test
  void aTenantThatIsNotThereIsNotFoundAndReadingMakesNone() {
    rest.get("/v1/nodes/x").requireError(404, "NOT_FOUND");
    rest.get("/v1/tenants/" + rest.tenant()).requireError(404, "NOT_FOUND");
  }

  @Test
  void idsThatNeedEncodingWork() {
    rest.commit("{'op':'create_node','type_id':7,'id':'a b/ü?'}").require(200);
    rest.get("/v1/nodes/a%20b%2F%C3%BC%3F").require(200);
  }

  @Test
  void aBatchKeepsOrderAndNamesWhatIsMissing() {
    String a = rest.note("{'mark':'a'}");
    String b = rest.note("{'mark':'b'}");
    JsonNode json =
        rest.post("/v1/nodes/get", "{'ids':['" + b + "','none','" + a + "','" + b + "']}")
            .require(200)
            .json();
    assertThat(Rest.texts(json.path("nodes"), "id")).containsExactly(b, a, b);
    assertThat(Rest.texts(json.path("missing_ids"))).containsExactly("none");
  }

  @Test
  void aBatchHasALimit() {
    rest.note("{}");
    String ids = String.join(",", Collections.nCopies(1001, "'x'"));
    rest.post("/v1/nodes/get", "{'ids':[" + ids + "]}").requireError(400, "VALIDATION_ERROR");
    rest.post("/v1/nodes/get", "{'ids':[]}").require(200);
    rest.post("/v1/nodes/get", "{}").requireError(400, "INVALID_REQUEST");
    rest.post("/v1/nodes/get", "{'ids':[1]}").requireError(400, "INVALID_REQUEST");
  }

  @Test
  void aNodeIsFoundByItsKey() {
    String id = rest.note("{'key':'K1','mark':'m'}");
    String byKey = "/v1/nodes/by-key?type_id=7&field=";
    assertThat(rest.get(byKey + "key&value=K1").require(200).json().path("id").asText())
        .isEqualTo(id);
    assertThat(rest.get(byKey + "1&value=m").require(200).json().path("id").asText()).isEqualTo(id);
    rest.get(byKey + "key&value=k1").requireError(404, "NOT_FOUND");
    rest.get(byKey + "flag&value=true").requireError(400, "VALIDATION_ERROR");
    rest.get(byKey + "kye&value=x").requireError(400, "VALIDATION_ERROR");
    rest.get(byKey + "key").requireError(400, "INVALID_REQUEST");
  }

  @Test
  void aReadWaitsForThePositionThatItNames() {
    Answer written =
        rest.post("/v1/atomic", "{'operations':[{'op':'create_node','type_id':7,'id':'n'}]}")
            .require(200);
    rest.get("/v1/nodes/n?after=" + written.position()).require(200);

    String partition = written.position().substring(0, written.position().lastIndexOf(':') + 1);
    String ahead = "/v1/nodes/n?wait_timeout_ms=50&after=" + partition + "999999";
    rest.get(ahead).requireError(504, "READ_TIMEOUT");
    Answer stale = rest.get(ahead + "&allow_stale=true").require(200);
    assertThat(stale.json().path("stale").asBoolean()).isTrue();
    assertThat(stale.headers().firstValue("X-EntDB-Stale")).contains("true");
    rest.get("/v1/nodes/n?after=nonsense").requireError(400, "INVALID_REQUEST");
    rest.get("/v1/nodes/n?after=entdb-wal:0:0").requireError(400, "INVALID_REQUEST");
  }
}
