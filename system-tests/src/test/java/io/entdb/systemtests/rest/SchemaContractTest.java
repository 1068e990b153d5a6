package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.SharedStack;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class SchemaContractTest {
  private static final String NOTE =
      "{'type_id':7,'name':'note','fields':[{'field_id':1,'name':'mark','kind':'str'},"
          + "{'field_id':2,'name':'counter','kind':'int','indexed':true}]}";
  private static final String TAG =
      "{'type_id':8,'name':'tag','fields':[{'field_id':1,'name':'label','kind':'str',"
          + "'required':true}]}";
  private static final String EDGES =
      "'edge_types':[{'edge_id':9,'name':'link','from_type_id':7,'to_type_id':7,"
          + "'on_subject_exit':'both','props':[{'field_id':1,'name':'weight','kind':'int'}]}]";
  private static final String SCHEMA = "{'node_types':[" + NOTE + "]," + EDGES + "}";
  private static final String MORE_TYPES =
      "{'node_types':[" + NOTE + "," + TAG + "]," + EDGES + "}";

  private Rest rest;

  @BeforeEach
  void freshTenantWithASchemaOfItsOwn(LocalStack stack) {
    rest = Rest.fresh(stack);
    rest.put("/v1/schema", SCHEMA).require(200);
  }

  @Test
  void aSchemaHasItsFingerprint() {
    JsonNode schema = rest.get("/v1/schema").require(200).json();
    assertThat(schema.path("fingerprint").asText()).matches("sha256:[0-9a-f]{64}");
    assertThat(Rest.texts(schema.path("node_types"), "name")).containsExactly("note");
    assertThat(schema.at("/node_types/0/fields/1/indexed").asBoolean()).isTrue();
    assertThat(schema.at("/node_types/0/fields/0").has("indexed")).isFalse();
  }

  @Test
  void whatGetAnswersCanBePutAgainAndChangesNothing() {
    Answer present = rest.get("/v1/schema").require(200);
    Answer put = rest.put("/v1/schema", present.text()).require(200);
    assertThat(put.json().path("changes")).isEmpty();
    assertThat(put.json().path("fingerprint")).isEqualTo(present.json().path("fingerprint"));
  }

  @Test
  void aCompatibleSchemaIsInForceWhenItIsAnswered() {
    Answer put = rest.put("/v1/schema", MORE_TYPES).require(200);
    assertThat(Rest.texts(put.json().path("changes"), "code")).containsExactly("NODE_TYPE_ADDED");
    assertThat(put.json().path("wal_position").asText()).startsWith("entdb-wal:");
    rest.commit("{'op':'create_node','type_id':8,'payload':{'label':'x'}}").require(200);
    rest.commit("{'op':'create_node','type_id':8}").requireError(400, "VALIDATION_ERROR");
  }

  @Test
  void aDryRunJudgesAndChangesNothing() {
    Answer dry = rest.put("/v1/schema?dry_run=true", MORE_TYPES).require(200);
    assertThat(Rest.texts(dry.json().path("changes"), "code")).containsExactly("NODE_TYPE_ADDED");
    assertThat(dry.json().has("wal_position")).isFalse();
    assertThat(rest.get("/v1/schema").json().path("node_types")).hasSize(1);
    rest.put("/v1/schema?dry_run=true", "{'node_types':[]}")
        .requireError(409, "SCHEMA_INCOMPATIBLE");
  }

  @Test
  void aBreakingChangeIsRefusedWithAllChangesNamed() {
    Answer refused =
        rest.put(
                "/v1/schema",
                "{'node_types':[{'type_id':7,'fields':[{'field_id':1,'kind':'int'}]}]}")
            .requireError(409, "SCHEMA_INCOMPATIBLE");
    JsonNode changes = Rest.details(refused).path("changes");
    assertThat(Rest.texts(changes, "code"))
        .contains("FIELD_KIND_CHANGED", "FIELD_REMOVED", "EDGE_TYPE_REMOVED");
    assertThat(Rest.texts(changes, "path")).contains("node:7.field:1", "edge:9");
  }

  @Test
  void whatIsWrongWithASchemaIsToldTogether() {
    Answer refused =
        rest.put(
                "/v1/schema",
                "{'node_types':[{'type_id':7,'fields':[{'field_id':1,'kind':'enum'},"
                    + "{'field_id':1,'kind':'ref'}]}]}")
            .requireError(400, "VALIDATION_ERROR");
    assertThat(Rest.texts(Rest.details(refused).path("problems")))
        .containsExactly(
            "node:7.field:1: kind enum needs enum_values",
            "node:7.field:1: the id stands twice",
            "node:7.field:1: kind ref needs ref_type_id");
    rest.put("/v1/schema", "{'node_typs':[]}").requireError(400, "VALIDATION_ERROR");
  }

  @Test
  void aTypeSaysWhichCapabilitiesOperationsTake() {
    String rules =
        ",'capability_mappings':[{'op':'UpdateNode','field_id':2,'required_ext':4}],"
            + "'capability_implications':[{'core':'DELETE','implies_ext':[4]}]}";
    String withRules = NOTE.substring(0, NOTE.length() - 1) + rules;
    String before = rest.get("/v1/schema").json().path("fingerprint").asText();
    Answer put =
        rest.put("/v1/schema", "{'node_types':[" + withRules + "]," + EDGES + "}").require(200);
    assertThat(Rest.texts(put.json().path("changes"), "code"))
        .containsExactly("CAPABILITIES_CHANGED");
    assertThat(put.json().path("fingerprint").asText()).isEqualTo(before);
    JsonNode mapping = rest.get("/v1/schema").json().at("/node_types/0/capability_mappings/0");
    assertThat(mapping.path("required_ext").asInt()).isEqualTo(4);

    String id =
        rest.commit("{'op':'create_node','type_id':7,'principals':[],'payload':{'counter':1}}")
            .require(200)
            .nodeId();
    share(id, "'permission':'write'");
    set(id, "{'mark':'by bob'}").require(200);
    Answer refused = set(id, "{'counter':2}").requireError(403, "FORBIDDEN");
    assertThat(refused.text()).contains("lacks extension capability 4 on node");
    share(id, "'core_caps':[3],'ext_cap_ids':[4]");
    set(id, "{'counter':2}").require(200);
    share(id, "'permission':'delete'");
    set(id, "{'counter':3}").require(200);
  }

  private void share(String node, String grant) {
    rest.post("/v1/nodes/" + node + "/share", "{'principal':'bob'," + grant + "}").require(200);
  }

  private Answer set(String node, String payload) {
    return rest.as(Rest.BOB)
        .commit("{'op':'update_node','node_id':'" + node + "','payload':" + payload + "}");
  }

  @Test
  void theDefaultSchemaIsForPrivilegedActors() {
    new Rest(rest.client(), "", Rest.ALICE).put("/v1/schema", "{}").requireError(403, "FORBIDDEN");
  }

  @Test
  void typesOfTheDefaultSchemaComeWhenTheyAreFirstUsed() {
    Rest admin = new Rest(rest.client(), "", Rest.ADMIN);
    JsonNode byDefault = admin.get("/v1/schema").require(200).json();
    int later = 100 + byDefault.path("node_types").size();
    String types = byDefault.path("node_types").toString();
    String type = "{\"type_id\":" + later + ",\"fields\":[{\"field_id\":1,\"kind\":\"str\"}]}";
    assertThat(rest.get("/v1/nodes?type_id=" + later).status()).isEqualTo(400);
    admin
        .put(
            "/v1/schema",
            "{\"node_types\":"
                + types.substring(0, types.length() - 1)
                + ","
                + type
                + "],\"edge_types\":"
                + byDefault.path("edge_types")
                + "}")
        .require(200);

    assertThat(rest.get("/v1/nodes?type_id=" + later).require(200).json().path("nodes")).isEmpty();
    rest.commit("{'op':'create_node','type_id':" + later + ",'payload':{'1':'x'}}").require(200);
    assertThat(Rest.texts(rest.get("/v1/schema").json().path("node_types"), "type_id"))
        .contains("7", Integer.toString(later));
  }
}
