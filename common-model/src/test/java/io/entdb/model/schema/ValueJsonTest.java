package io.entdb.model.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.model.InvalidException;
import io.entdb.model.Value;
import io.entdb.model.json.JsonReader;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.JsonWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueJsonTest {
  private static Value read(FieldKind kind, String json) {
    return ValueJson.read(FieldDef.of(1, "", kind), JsonReader.read(json, 80));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "INT | 9223372036854775807",
        "INT | -9223372036854775808",
        "INT | 9007199254740993",
        "TIMESTAMP | 1700000000000",
        "FLOAT | 0.1",
        "BOOL | true",
        "STR | \"é😀\"",
        "BYTES | \"AQID\"",
        "JSON | {\"a\":[1,9007199254740993,null]}",
        "LIST_INT | [9007199254740993,0]",
        "LIST_STR | [\"b\",\"a\"]",
        "LIST_REF | [\"n1\"]",
        "REF | null",
      })
  void whatGoesInComesOut(FieldKind kind, String json) {
    assertThat(JsonWriter.canonical(ValueJson.write(read(kind, json)))).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "INT | 9223372036854775808",
        "INT | 1.5",
        "INT | \"1\"",
        "FLOAT | 1e400",
        "BOOL | 1",
        "BYTES | \"not base64!\"",
        "LIST_INT | [1,null]",
        "LIST_STR | \"a\"",
        "REF | {\"id\":\"n1\"}",
        "REF | {\"id\":\"n1\",\"type_id\":2,\"x\":1}",
        "STR | {}",
      })
  void whatDoesNotFitIsRefused(FieldKind kind, String json) {
    assertThatThrownBy(() -> read(kind, json)).isInstanceOf(InvalidException.class);
  }

  @Test
  void wholeNumbersMayBeWrittenWithExponent() {
    assertThat(read(FieldKind.INT, "1e3")).isEqualTo(new Value.Int(1000));
    assertThat(read(FieldKind.INT, "2.0")).isEqualTo(new Value.Int(2));
  }

  @Test
  void aRefIsAnIdOrAnIdWithItsType() {
    FieldDef field =
        Schemas.withField("'kind':'ref','ref_type_id':1")
            .nodeTypes()
            .firstEntry()
            .getValue()
            .fields()
            .getFirst();
    JsonValue right = JsonReader.read("{\"type_id\":1,\"id\":\"n\"}", 8);
    JsonValue wrong = JsonReader.read("{\"type_id\":2,\"id\":\"n\"}", 8);
    assertThat(ValueJson.read(field, right)).isEqualTo(new Value.Str("n"));
    assertThatThrownBy(() -> ValueJson.read(field, wrong))
        .hasMessage("a ref to type 1 cannot name type 2");
  }

  @Test
  void jsonIsStoredInItsOneForm() {
    assertThat(read(FieldKind.JSON, " { \"b\" : 1.0 , \"a\" : 2 } "))
        .isEqualTo(new Value.Json("{\"a\":2,\"b\":1}"));
  }

  @Test
  void jsonHasADepthLimit() {
    assertThat(read(FieldKind.JSON, "[".repeat(63) + "1" + "]".repeat(63))).isNotNull();
    assertThatThrownBy(() -> read(FieldKind.JSON, "[".repeat(64) + "1" + "]".repeat(64)))
        .hasMessage("JSON is nested more than 64 levels deep");
  }
}
