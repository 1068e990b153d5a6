package io.entdb.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchemaFingerprintTest {
  private static final String TYPED =
      """
      {'edge_types':[{'edge_id':9,'from_type_id':7,'on_subject_exit':'both','props':[],
        'to_type_id':7}],
       'node_types':[{'composite_unique':[{'field_ids':[1,2]}],
        'fields':[{'field_id':1,'kind':'str','required':true,'unique':true},
                  {'enum_values':['open','done'],'field_id':2,'kind':'enum'}],'type_id':7}]}
      """;

  @Test
  void aSchemaThatNeverGotATypeHasAnEmptyOne() {
    assertThat(SchemaFingerprint.of(Schema.EMPTY)).isEmpty();
  }

  @Test
  void theEmptyDocumentHasItsVector() {
    assertThat(SchemaFingerprint.ofDocument(Schema.EMPTY))
        .isEqualTo("sha256:23d666f0af7a456170cb9fabd29f20dc37495126ea3b73accc649a14f9ae560c");
  }

  @Test
  void aSchemaWithTypesHasItsVector() {
    assertThat(SchemaFingerprint.of(Schemas.valid(TYPED)))
        .isEqualTo("sha256:b4738c61bd453582b53a3ec5bb20fed073edc7f06f26433c80f00512b646ef13");
  }

  @Test
  void namesDoNotCount() {
    Schema plain = Schemas.withField("'kind':'int'");
    Schema renamed =
        Schemas.valid(
            "{'node_types':[{'type_id':1,'name':'T','fields':[{'field_id':1,'name':'g',"
                + "'kind':'int'}]}]}");
    assertThat(SchemaFingerprint.of(renamed)).isEqualTo(SchemaFingerprint.of(plain));
  }
}
