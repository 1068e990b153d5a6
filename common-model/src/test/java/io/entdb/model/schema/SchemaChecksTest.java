package io.entdb.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.Limits;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaChecksTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'field_id':65536,'kind':'str' | node:1.field:65536: field_id is not 1 to 65535",
        "'field_id':2,'kind':'enum' | node:1.field:2: kind enum needs enum_values",
        "'field_id':2,'kind':'enum','enum_values':['a','a'] |"
            + " node:1.field:2: enum_values holds a value twice",
        "'field_id':2,'kind':'ref' | node:1.field:2: kind ref needs ref_type_id",
        "'field_id':2,'kind':'ref','ref_type_id':9 |"
            + " node:1.field:2: ref_type_id 9 is not a node type of this schema",
        "'field_id':2,'kind':'json','indexed':true |"
            + " node:1.field:2: kind json can be neither indexed nor unique",
        "'field_id':2,'kind':'list_int','unique':true |"
            + " node:1.field:2: kind list_int can be neither indexed nor unique",
        "'field_id':2,'kind':'int','name':'2x' |"
            + " node:1.field:2: name \"2x\" is not a letter or '_', then letters, digits, '_'",
        "'field_id':2,'kind':'int','name':'f' | node:1.field:2: the name \"f\" stands twice",
        "'field_id':1,'kind':'int' | node:1.field:1: the id stands twice",
        "'field_id':2,'kind':'int','default':'x' |"
            + " node:1.field:2: default: expected a whole number, not a string",
        "'field_id':2,'kind':'enum','enum_values':['a'],'default':'b' |"
            + " node:1.field:2: default: field 2 cannot be \"b\"; it is one of \"a\"",
      })
  void aFieldThatMakesNoSenseIsNamed(String settings, String problem) {
    var result =
        Schemas.read(
            "{'node_types':[{'type_id':1,'fields':[{'field_id':1,'name':'f','kind':'str'},{"
                + settings
                + "}]}]}");
    assertThat(result.problems()).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'subject_field':5 | node:1: subject_field 5 is not among its fields",
        "'composite_unique':[{'field_ids':[1,5]}] |"
            + " node:1: composite_unique [1, 5]: it has no field 5",
        "'composite_unique':[{'field_ids':[2]}] |"
            + " node:1: composite_unique [2]: field 2 is of kind json",
        "'composite_unique':[{'field_ids':[1,1]}] |"
            + " node:1: composite_unique [1, 1] must name one or more fields, each once",
        "'composite_unique':[{'field_ids':[1]},{'field_ids':[1]}] |"
            + " node:1: composite_unique [1] stands twice",
        "'reserved_field_ids':[2] | node:1: id 2 is reserved and cannot be that of a field",
        "'default_acl':[{'principal':'x','permission':'comment'}] | node:1: default_acl gives"
            + " user:x something other than read, write, delete or admin without end",
      })
  void aTypeThatMakesNoSenseIsNamed(String settings, String problem) {
    var result =
        Schemas.read(
            "{'node_types':[{'type_id':1,'fields':[{'field_id':1,'kind':'str'},"
                + "{'field_id':2,'kind':'json'}],"
                + settings
                + "}]}");
    assertThat(result.problems()).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "mappings | 'op':'UpdateNode' | gives neither required_core nor required_ext",
        "mappings | 'op':'GetNode','field_id':1,'required_ext':1 |"
            + " field_id stands with GetNode, which sets none; UpdateNode does",
        "mappings | 'op':'UpdateNode','field_id':9,'required_ext':1 |"
            + " field_id 9 is not among its fields",
        "mappings | 'op':'UpdateNode','field_value':'a','required_ext':1 |"
            + " field_value stands without field_id",
        "mappings | 'op':'UpdateNode','field_id':2,'field_value':'a','required_ext':1 |"
            + " field_value \"a\" names no value of kind json; leave it out for any",
        "mappings | 'op':'UpdateNode','field_id':3,'field_value':'x','required_ext':1 |"
            + " field_value \"x\" is not among the enum_values",
        "mappings | 'op':'DeleteNode','child_type_id':1,'required_ext':1 |"
            + " child_type_id stands with DeleteNode; CreateEdge and DeleteEdge have one",
        "mappings | 'op':'CreateEdge','child_type_id':6,'required_ext':1 |"
            + " child_type_id 6 is not a node type here",
        "implications | 'implies_ext':[1] | takes one of core and ext",
        "implications | 'core':'READ','ext':1,'implies_ext':[1] | takes one of core and ext",
        "implications | 'ext':1 | implies nothing",
      })
  void aCapabilityRuleThatMakesNoSenseIsNamed(String what, String rule, String problem) {
    assertThat(Schemas.read(withRules(what, "{" + rule + "}")).problems())
        .containsExactly("node:1: capability_" + what + "[0]: " + problem);
  }

  @Test
  void twoCapabilityMappingsAboutTheSameAreRefused() {
    String rule = "{'op':'UpdateNode','field_id':1,'required_ext':1}";
    assertThat(Schemas.read(withRules("mappings", rule + "," + rule)).problems())
        .containsExactly("node:1: capability_mappings[1]: an earlier mapping is about the same");
  }

  @Test
  void aCapabilityRuleInUnknownWordsIsRefusedWithTheKnownOnes() {
    String rules = "{'op':'QueryNodes','required_core':'WRITE'}";
    assertThat(Schemas.read(withRules("mappings", rules)).problems())
        .containsExactly(
            "node_types[0].capability_mappings[0].op: \"QueryNodes\" is none of GetNode,"
                + " UpdateNode, DeleteNode, CreateEdge, DeleteEdge, ShareNode, RevokeAccess",
            "node_types[0].capability_mappings[0].required_core: \"WRITE\" is none of READ,"
                + " COMMENT, EDIT, DELETE, ADMIN");
  }

  private static String withRules(String what, String rules) {
    return "{'node_types':[{'type_id':1,'fields':[{'field_id':1,'kind':'str'},"
        + "{'field_id':2,'kind':'json'},{'field_id':3,'kind':'enum','enum_values':['a']}],"
        + "'capability_"
        + what
        + "':["
        + rules
        + "]}]}";
  }

  @Test
  void edgeEndsAreRegisteredOrAny() {
    assertThat(
            Schemas.read("{'edge_types':[{'edge_id':1,'from_type_id':0,'to_type_id':3}]}")
                .problems())
        .containsExactly("edge:1: to_type_id 3 is not a node type of this schema (0 = any)");
  }

  @Test
  void aReservedTypeIdIsNotUsed() {
    assertThat(Schemas.read("{'node_types':[{'type_id':1}],'reserved_type_ids':[1]}").problems())
        .containsExactly("schema: id 1 is reserved and cannot be that of a node type");
  }

  @Test
  void typesAndFieldsHaveLimits() {
    var types =
        IntStream.rangeClosed(1, Limits.SCHEMA_TYPES_MAX + 1)
            .mapToObj(id -> NodeType.of(id, "", List.of()))
            .toList();
    assertThat(SchemaChecks.check(Schema.of(types, List.of())))
        .containsExactly("schema: 1001 types; at most 1000 are allowed");
    var fields =
        IntStream.rangeClosed(1, Limits.SCHEMA_FIELDS_MAX + 1)
            .mapToObj(id -> FieldDef.of(id, "", FieldKind.STR))
            .toList();
    assertThat(SchemaChecks.check(Schema.of(List.of(NodeType.of(1, "", fields)), List.of())))
        .containsExactly("node:1: 501 fields; at most 500 are allowed");
  }

  @Test
  void twoTypesMayReferToEachOther() {
    Schemas.valid(
        "{'node_types':[{'type_id':1,'fields':[{'field_id':1,'kind':'ref','ref_type_id':2}]},"
            + "{'type_id':2,'fields':[{'field_id':1,'kind':'list_ref','ref_type_id':1}]}]}");
  }
}
