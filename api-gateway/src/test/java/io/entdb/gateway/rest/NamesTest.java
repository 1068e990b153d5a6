package io.entdb.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.UnknownType;
import io.entdb.gateway.schema.Types;
import io.entdb.model.json.JsonValue;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final NodeType TASK =
      NodeType.of(
          1,
          "Task",
          List.of(
              FieldDef.of(1, "title", FieldKind.STR),
              FieldDef.of(2, "status", FieldKind.STR),
              FieldDef.of(3, "", FieldKind.INT)));

  @Test
  void aFieldIsFoundByNameAndById() {
    assertThat(Names.field(TASK, "status").fieldId()).isEqualTo(2);
    assertThat(Names.field(TASK, "3").fieldId()).isEqualTo(3);
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> Names.field(TASK, "titel"))
        .hasMessage("type 1 has no field \"titel\"")
        .isInstanceOfSatisfying(
            ApiException.class,
            e ->
                assertThat(e.details())
                    .containsEntry(
                        "did_you_mean", new JsonValue.Arr(List.of(new JsonValue.Text("title")))));
  }

  @Test
  void anEmptyOrEndlessKeyIsNoField() {
    assertThatThrownBy(() -> Names.field(TASK, "")).isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> Names.field(TASK, "9".repeat(40))).isInstanceOf(ApiException.class);
  }

  @Test
  void anUnknownTypeIsKnownForOneThatAnotherSchemaHas() {
    Schema defaults = Schema.of(List.of(TASK), List.of());
    assertThatThrownBy(() -> Types.node(Schema.EMPTY, 1))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(UnknownType.isIn(defaults, e)).isTrue());
    assertThatThrownBy(() -> Types.edge(Schema.EMPTY, 1))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(UnknownType.isIn(defaults, e)).isFalse());
  }
}
