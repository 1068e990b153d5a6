package io.entdb.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.record.SchemaCodec;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SchemaJsonTest {
  private static final String FULL =
      """
      {'edge_types':[{'data_policy':'business','deprecated':true,'description':'e','edge_id':3,\
      'from_type_id':1,'name':'Owns','on_subject_exit':'from','propagate_share':true,\
      'props':[{'field_id':1,'kind':'json','default':{'a':[1,2.5]}}],'reserved_field_ids':[4,9],\
      'to_type_id':0,'unique_per_from':true}],\
      'node_types':[{'composite_unique':[{'field_ids':[1,2]}],'data_policy':'audit',\
      'default_acl':[{'permission':'write','principal':'group:staff'}],'description':'d',\
      'fields':[{'field_id':2,'indexed':true,'kind':'int','name':'n','default':5},\
      {'enum_values':['b','a'],'field_id':1,'kind':'enum','name':'e','default':'a'},\
      {'field_id':7,'kind':'ref','pii':true,'ref_type_id':1,'required':true,'searchable':true,\
      'unique':true}],\
      'legal_basis':'contract','name':'Task','reserved_field_ids':[3],'retention_days':30,\
      'subject_field':7,'type_id':1,\
      'capability_mappings':[{'op':'UpdateNode','field_id':1,'field_value':'a',\
      'required_core':'ADMIN'},{'op':'CreateEdge','child_type_id':1,'required_core':'COMMENT',\
      'required_ext':3}],\
      'capability_implications':[{'core':'EDIT','implies_ext':[3]},{'ext':4,\
      'implies_core':['READ','DELETE']}]}],'reserved_edge_ids':[8],'reserved_type_ids':[2,5]}
      """;

  @Test
  void whatWasReadIsWrittenAgain() {
    Schema schema = Schemas.valid(FULL);
    String text = SchemaJson.write(schema, SchemaJson.Names.NAMED, SchemaJson.Layout.CANONICAL);
    assertThat(Schemas.valid(text)).isEqualTo(schema);
    assertThat(text).contains("\"default\":{\"a\":[1,2.5]}").contains("\"name\":\"Task\"");
  }

  @Test
  void capabilitiesArePolicyAndNotPartOfTheForm() {
    Schema schema = Schemas.valid(FULL);
    NodeType plain = schema.nodeType(1).orElseThrow().with(CapabilityRules.NONE);
    var without =
        new Schema(
            new TreeMap<>(Map.of(1, plain)),
            schema.edgeTypes(),
            schema.reservedTypeIds(),
            schema.reservedEdgeIds());

    assertThat(without).isNotEqualTo(schema);
    assertThat(SchemaFingerprint.of(without)).isEqualTo(SchemaFingerprint.of(schema));
    assertThat(SchemaCompatibility.changes(without, schema))
        .containsExactly(
            new SchemaChange(
                "CAPABILITIES_CHANGED", "node:1", false, "operations take other capabilities"));
  }

  @Test
  void aSchemaReadBackFromTheLogIsTheSame() throws Exception {
    Schema schema = Schemas.valid(FULL);
    assertThat(SchemaCodec.decode(SchemaCodec.encode(schema))).isEqualTo(schema);
  }

  @Test
  void settingsThatAreOffAreLeftOut() {
    assertThat(
            SchemaJson.write(
                Schemas.withField("'kind':'str','required':false,'description':''"),
                SchemaJson.Names.NAME_FREE,
                SchemaJson.Layout.CANONICAL))
        .isEqualTo(
            "{\"edge_types\":[],\"node_types\":[{\"fields\":[{\"field_id\":1,\"kind\":\"str\"}],"
                + "\"type_id\":1}]}");
  }

  @Test
  void allThatIsWrongWithTheFormIsToldTogether() {
    var result =
        Schemas.read(
            "{'node_types':[{'type_id':'x','fields':[{'field_id':1,'kind':'text','requird':true}],"
                + "'data_policy':'secret'},{'type_id':0}],'edge_types':7}");
    assertThat(result.problems())
        .containsExactlyInAnyOrder(
            "node_types[0].type_id: expected a whole number, not a string",
            "node_types[0].fields[0].kind: \"text\" is no kind of field",
            "node_types[0].fields[0]: unknown key \"requird\"; did you mean required?",
            "node_types[0].data_policy: \"secret\" is no data policy",
            "node_types[1].type_id: 0 is not a whole number from 1 to 2147483647",
            "node_types[1]: type_id 0 stands twice",
            "edge_types: expected an array, not a number");
  }

  @Test
  void twoTypesOfOneIdAreRefused() {
    assertThat(Schemas.read("{'node_types':[{'type_id':1},{'type_id':1}]}").problems())
        .containsExactly("node_types[1]: type_id 1 stands twice");
  }
}
