package io.entdb.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.NullValue;
import io.entdb.model.Value;
import io.entdb.store.rules.ValueText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReprsTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "x", "it's", "\\", "\\'", "a\\\\'b'", "None", "7", "é🎉"})
  void textsComeBackFromTheirRepr(String text) {
    assertThat(Reprs.read(ValueText.of(new Value.Str(text)))).isEqualTo(JsonValues.text(text));
  }

  @Test
  void scalarsComeBackFromTheirRepr() {
    assertThat(Reprs.read(ValueText.of(Value.NULL)).getNullValue()).isEqualTo(NullValue.NULL_VALUE);
    assertThat(Reprs.read(ValueText.of(new Value.Bool(true))).getBoolValue()).isTrue();
    assertThat(Reprs.read(ValueText.of(new Value.Bool(false))).hasBoolValue()).isTrue();
    assertThat(Reprs.read(ValueText.of(new Value.Int(-42))).getNumberValue()).isEqualTo(-42);
    assertThat(Reprs.read(ValueText.of(new Value.Float(0.5))).getNumberValue()).isEqualTo(0.5);
    assertThat(Reprs.read("[1, 2]")).isEqualTo(JsonValues.text("[1, 2]"));
  }
}
