package io.entdb.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.json.JsonReader;

/** Schemas for tests, written as JSON. */
final class Schemas {
  private Schemas() {}

  /** A schema that has nothing wrong with it. Single quotes stand for double ones. */
  static Schema valid(String json) {
    SchemaReader.Result result = read(json);
    assertThat(result.problems()).isEmpty();
    return result.schema();
  }

  static SchemaReader.Result read(String json) {
    return SchemaReader.read(JsonReader.read(json.replace('\'', '"'), 64));
  }

  /** Node type 1 with one field of these settings beside id 1, name f. */
  static Schema withField(String settings) {
    return valid(
        "{'node_types':[{'type_id':1,'fields':[{'field_id':1,'name':'f'," + settings + "}]}]}");
  }
}
