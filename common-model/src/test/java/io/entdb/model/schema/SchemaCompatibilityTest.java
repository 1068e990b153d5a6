package io.entdb.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCompatibilityTest {
  private static List<String> names(Schema old, Schema next) {
    return SchemaCompatibility.changes(old, next).stream()
        .map(change -> (change.breaking() ? "! " : "") + change.name())
        .toList();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'kind':'str' | 'kind':'int' | ! FIELD_KIND_CHANGED",
        "'kind':'str' | 'kind':'str','required':true | ! FIELD_REQUIRED_ADDED",
        "'kind':'str','required':true | 'kind':'str' | FIELD_REQUIRED_REMOVED",
        "'kind':'str' | 'kind':'str','unique':true | ! FIELD_UNIQUE_ADDED",
        "'kind':'str','unique':true | 'kind':'str' | FIELD_UNIQUE_REMOVED",
        "'kind':'list_ref','ref_type_id':1 | 'kind':'list_ref' | ! FIELD_REF_CHANGED",
        "'kind':'enum','enum_values':['a','b'] | 'kind':'enum','enum_values':['a'] |"
            + " ! FIELD_ENUM_VALUE_REMOVED",
        "'kind':'enum','enum_values':['a','b'] | 'kind':'enum','enum_values':['b','a'] |"
            + " ! FIELD_ENUM_REORDERED",
        "'kind':'enum','enum_values':['a','b'] | 'kind':'enum','enum_values':['a','c','b'] |"
            + " FIELD_ENUM_VALUE_ADDED",
        "'kind':'str' | 'kind':'str','indexed':true | FIELD_INDEXED_CHANGED",
        "'kind':'str' | 'kind':'str','searchable':true | FIELD_SEARCHABLE_CHANGED",
        "'kind':'str' | 'kind':'str','pii':true | FIELD_PII_CHANGED",
        "'kind':'str' | 'kind':'str','deprecated':true | FIELD_DEPRECATED_CHANGED",
        "'kind':'str' | 'kind':'str','description':'d' | FIELD_DESCRIPTION_CHANGED",
        "'kind':'str' | 'kind':'str','default':'d' | FIELD_DEFAULT_CHANGED",
      })
  void aFieldsChange(String old, String next, String expected) {
    assertThat(names(Schemas.withField(old), Schemas.withField(next)))
        .containsExactly(expected + " node:1.field:1");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'type_id':1 | 'type_id':1,'name':'N' | NODE_TYPE_RENAMED",
        "'type_id':1 | 'type_id':1,'subject_field':1 | ! SUBJECT_FIELD_CHANGED",
        "'type_id':1 | 'type_id':1,'data_policy':'business' | ! DATA_POLICY_LOOSENED",
        "'type_id':1,'data_policy':'audit' | 'type_id':1,'data_policy':'financial' |"
            + " ! DATA_POLICY_LOOSENED",
        "'type_id':1,'data_policy':'ephemeral' | 'type_id':1,'data_policy':'business' |"
            + " DATA_POLICY_TIGHTENED",
        "'type_id':1 | 'type_id':1,'data_policy':'healthcare' | DATA_POLICY_TIGHTENED",
        "'type_id':1 | 'type_id':1,'composite_unique':[{'field_ids':[1]}] |"
            + " ! COMPOSITE_UNIQUE_ADDED",
        "'type_id':1,'composite_unique':[{'field_ids':[1]}] | 'type_id':1 |"
            + " COMPOSITE_UNIQUE_REMOVED",
        "'type_id':1 | 'type_id':1,'deprecated':true | DEPRECATED_CHANGED",
        "'type_id':1 | 'type_id':1,'description':'d' | DESCRIPTION_CHANGED",
        "'type_id':1 | 'type_id':1,'legal_basis':'b' | LEGAL_BASIS_CHANGED",
        "'type_id':1 | 'type_id':1,'retention_days':3 | RETENTION_CHANGED",
        "'type_id':1 | 'type_id':1,'default_acl':[{'principal':'x'}] | DEFAULT_ACL_CHANGED",
        "'type_id':1 | 'type_id':1,'reserved_field_ids':[7] | RESERVED_FIELD_ID_ADDED",
        "'type_id':1,'reserved_field_ids':[7] | 'type_id':1 | ! RESERVED_FIELD_ID_RELEASED",
      })
  void aNodeTypesChange(String old, String next, String expected) {
    assertThat(names(node(old), node(next))).containsExactly(expected + " node:1");
  }

  private static Schema node(String settings) {
    return Schemas.valid(
        "{'node_types':[{'fields':[{'field_id':1,'kind':'str'}]," + settings + "}]}");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'edge_id':9 | 'edge_id':9,'name':'N' | EDGE_TYPE_RENAMED edge:9",
        "'edge_id':9 | 'edge_id':9,'from_type_id':1 | ! EDGE_FROM_CHANGED edge:9",
        "'edge_id':9,'to_type_id':1 | 'edge_id':9 | ! EDGE_TO_CHANGED edge:9",
        "'edge_id':9 | 'edge_id':9,'unique_per_from':true | ! UNIQUE_PER_FROM_ADDED edge:9",
        "'edge_id':9,'unique_per_from':true | 'edge_id':9 | UNIQUE_PER_FROM_REMOVED edge:9",
        "'edge_id':9 | 'edge_id':9,'on_subject_exit':'to' | ! ON_SUBJECT_EXIT_CHANGED edge:9",
        "'edge_id':9 | 'edge_id':9,'data_policy':'ephemeral' | ! DATA_POLICY_LOOSENED edge:9",
        "'edge_id':9 | 'edge_id':9,'propagate_share':true | PROPAGATE_SHARE_CHANGED edge:9",
        "'edge_id':9 | 'edge_id':9,'props':[{'field_id':1,'kind':'int'}] |"
            + " PROP_ADDED edge:9.prop:1",
        "'edge_id':9,'props':[{'field_id':1,'kind':'int'}] | 'edge_id':9 |"
            + " ! PROP_REMOVED edge:9.prop:1",
        "'edge_id':9,'props':[{'field_id':1,'kind':'int'}] |"
            + " 'edge_id':9,'props':[{'field_id':1,'kind':'str'}] |"
            + " ! PROP_KIND_CHANGED edge:9.prop:1",
      })
  void anEdgeTypesChange(String old, String next, String expected) {
    assertThat(names(edge(old), edge(next))).containsExactly(expected);
  }

  private static Schema edge(String settings) {
    return Schemas.valid("{'node_types':[{'type_id':1}],'edge_types':[{" + settings + "}]}");
  }

  @Test
  void anythingMayBeAddedEvenARequiredField() {
    Schema old = Schemas.withField("'kind':'str'");
    Schema next =
        Schemas.valid(
            "{'node_types':[{'type_id':1,'fields':[{'field_id':1,'name':'f','kind':'str'},"
                + "{'field_id':2,'kind':'int','required':true,'unique':true}]},{'type_id':2}],"
                + "'edge_types':[{'edge_id':1}]}");
    assertThat(names(old, next))
        .containsExactly(
            "FIELD_ADDED node:1.field:2", "NODE_TYPE_ADDED node:2", "EDGE_TYPE_ADDED edge:1");
  }

  @Test
  void whatIsRemovedMustBeReserved() {
    Schema old =
        Schemas.valid(
            "{'node_types':[{'type_id':1,'fields':[{'field_id':1,'kind':'str'}]},{'type_id':2}],"
                + "'edge_types':[{'edge_id':1}]}");
    assertThat(names(old, Schemas.valid("{'node_types':[{'type_id':1}]}")))
        .containsExactly(
            "! FIELD_REMOVED node:1.field:1",
            "! NODE_TYPE_REMOVED node:2",
            "! EDGE_TYPE_REMOVED edge:1");
    assertThat(
            names(
                old,
                Schemas.valid(
                    "{'node_types':[{'type_id':1,'reserved_field_ids':[1]}],"
                        + "'reserved_type_ids':[2],'reserved_edge_ids':[1]}")))
        .containsExactly(
            "RESERVED_TYPE_ID_ADDED schema",
            "RESERVED_EDGE_ID_ADDED schema",
            "RESERVED_FIELD_ID_ADDED node:1",
            "FIELD_REMOVED node:1.field:1",
            "NODE_TYPE_REMOVED node:2",
            "EDGE_TYPE_REMOVED edge:1");
  }

  @Test
  void aReservedIdIsNotUsedAgain() {
    Schema old =
        Schemas.valid(
            "{'node_types':[{'type_id':1,'reserved_field_ids':[1]}],'reserved_type_ids':[2]}");
    Schema next =
        Schemas.valid(
            "{'node_types':[{'type_id':1,'fields':[{'field_id':1,'kind':'str'}]},{'type_id':2}]}");
    assertThat(names(old, next))
        .contains(
            "! FIELD_RESERVED_ID_REUSED node:1.field:1", "! NODE_TYPE_RESERVED_ID_REUSED node:2");
  }

  @Test
  void equalSchemasDoNotDiffer() {
    Schema schema = Schemas.withField("'kind':'enum','enum_values':['a']");
    assertThat(SchemaCompatibility.changes(schema, schema)).isEmpty();
  }
}
