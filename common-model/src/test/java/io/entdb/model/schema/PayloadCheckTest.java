package io.entdb.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.Limits;
import io.entdb.model.Payload;
import io.entdb.model.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PayloadCheckTest {
  private static final List<Value> VALUES =
      List.of(
          new Value.Int(1),
          new Value.Float(1.5),
          new Value.Bool(true),
          new Value.Str("a"),
          new Value.Bytes(new byte[] {1}),
          new Value.Json("{}"),
          new Value.StrList(List.of("a")),
          new Value.IntList(List.of(1L)));

  private static NodeType type(String settings) {
    return Schemas.withField(settings).nodeTypes().firstEntry().getValue();
  }

  private static Payload payload(Value value) {
    return Payload.of(Map.of(1, value));
  }

  private static Optional<String> text(Optional<PayloadCheck.Problem> problem) {
    return problem.map(PayloadCheck.Problem::message);
  }

  @ParameterizedTest
  @EnumSource(FieldKind.class)
  void aKindHoldsItsOwnFormOfValueAndNull(FieldKind kind) {
    String settings = "'kind':'" + kind.word() + "','ref_type_id':1,'enum_values':['a']";
    Class<?> form =
        switch (kind) {
          case STR, ENUM, REF -> Value.Str.class;
          case INT, TIMESTAMP -> Value.Int.class;
          case FLOAT -> Value.Float.class;
          case BOOL -> Value.Bool.class;
          case JSON -> Value.Json.class;
          case BYTES -> Value.Bytes.class;
          case LIST_STR, LIST_REF -> Value.StrList.class;
          case LIST_INT -> Value.IntList.class;
        };
    for (Value value : VALUES) {
      assertThat(PayloadCheck.forCreate(type(settings), payload(value)).isEmpty())
          .as("%s", value)
          .isEqualTo(form.isInstance(value));
    }
    assertThat(PayloadCheck.forCreate(type(settings), payload(Value.NULL))).isEmpty();
  }

  @Test
  void aRequiredFieldIsThereAndNotNull() {
    NodeType type = type("'kind':'str','required':true");
    assertThat(text(PayloadCheck.forCreate(type, Payload.EMPTY)))
        .contains("field 1 \"f\" is required");
    assertThat(text(PayloadCheck.forCreate(type, payload(Value.NULL))))
        .contains("field 1 \"f\" is required and cannot be null");
    assertThat(PayloadCheck.forCreate(type, payload(new Value.Str("")))).isEmpty();
  }

  @Test
  void aDefaultStandsInForWhatIsLeftOutButNotForNull() {
    NodeType type = type("'kind':'json','required':true,'default':{'b':1,'a':2}");
    Payload full = PayloadCheck.withDefaults(type, Payload.EMPTY);
    assertThat(full).isEqualTo(payload(new Value.Json("{\"a\":2,\"b\":1}")));
    assertThat(PayloadCheck.forCreate(type, full)).isEmpty();
    assertThat(PayloadCheck.withDefaults(type, payload(Value.NULL))).isEqualTo(payload(Value.NULL));
  }

  @Test
  void anUpdateMayNotTakeARequiredValueAway() {
    NodeType type = type("'kind':'str','required':true");
    Payload before = payload(new Value.Str("x"));
    assertThat(text(PayloadCheck.forUpdate(type, before, payload(Value.NULL))))
        .contains("field 1 \"f\" is required and cannot be set to null");
    assertThat(PayloadCheck.forUpdate(type, before, Payload.EMPTY)).isEmpty();
  }

  @Test
  void anUpdateNeedNotSupplyARequiredFieldThatTheNodeNeverHad() {
    NodeType type = type("'kind':'str','required':true");
    assertThat(PayloadCheck.forUpdate(type, Payload.EMPTY, Payload.EMPTY)).isEmpty();
    assertThat(PayloadCheck.forUpdate(type, Payload.EMPTY, payload(Value.NULL))).isEmpty();
  }

  @Test
  void anEnumHoldsItsValuesOnly() {
    NodeType type = type("'kind':'enum','enum_values':['open','done']");
    assertThat(PayloadCheck.forCreate(type, payload(new Value.Str("done")))).isEmpty();
    assertThat(text(PayloadCheck.forUpdate(type, Payload.EMPTY, payload(new Value.Str("Done")))))
        .contains("field 1 \"f\" cannot be \"Done\"; it is one of \"open\", \"done\"");
  }

  @Test
  void anUnknownFieldIsNamed() {
    assertThat(
            PayloadCheck.forCreate(type("'kind':'str'"), Payload.of(Map.of(9, new Value.Str("x")))))
        .contains(new PayloadCheck.Problem(9, "type 1 has no field 9"));
  }

  @Test
  void aRefNamesANode() {
    NodeType type = type("'kind':'ref','ref_type_id':1");
    assertThat(PayloadCheck.forCreate(type, payload(new Value.Str("n_1")))).isEmpty();
    assertThat(PayloadCheck.forCreate(type, payload(new Value.Str("$a.id")))).isPresent();
    assertThat(PayloadCheck.forCreate(type, payload(new Value.Str("")))).isPresent();
  }

  @Test
  void uniqueValuesAreShort() {
    Value longest = new Value.Str("x".repeat(Limits.UNIQUE_VALUE_CHARS_MAX));
    Value tooLong = new Value.Str("x".repeat(Limits.UNIQUE_VALUE_CHARS_MAX + 1));
    NodeType unique = type("'kind':'str','unique':true");
    assertThat(PayloadCheck.forCreate(unique, payload(longest))).isEmpty();
    assertThat(PayloadCheck.forCreate(unique, payload(tooLong))).isPresent();
    assertThat(PayloadCheck.forCreate(type("'kind':'str'"), payload(tooLong))).isEmpty();
    NodeType composite =
        Schemas.valid(
                "{'node_types':[{'type_id':1,'fields':[{'field_id':1,'kind':'str'}],"
                    + "'composite_unique':[{'field_ids':[1]}]}]}")
            .nodeTypes()
            .firstEntry()
            .getValue();
    assertThat(PayloadCheck.forUpdate(composite, Payload.EMPTY, payload(tooLong))).isPresent();
  }

  @Test
  void propsAreCheckedLikeFields() {
    EdgeType type =
        Schemas.valid(
                "{'edge_types':[{'edge_id':9,'props':[{'field_id':1,'kind':'int','required':true,"
                    + "'default':7}]}]}")
            .edgeTypes()
            .firstEntry()
            .getValue();
    assertThat(PayloadCheck.forProps(type, Payload.EMPTY)).isPresent();
    assertThat(PayloadCheck.forProps(type, PayloadCheck.withDefaults(type, Payload.EMPTY)))
        .isEmpty();
    assertThat(text(PayloadCheck.forProps(type, Payload.of(Map.of(1, new Value.Str("x"))))))
        .contains("field 1 is of kind int and cannot hold a string");
  }
}
