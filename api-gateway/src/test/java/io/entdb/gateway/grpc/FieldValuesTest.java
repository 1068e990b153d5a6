package io.entdb.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.entdb.gateway.api.ApiException;
import io.entdb.grpc.v1.EntValue;
import io.entdb.model.Value;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FieldValuesTest {
  private static FieldDef field(FieldKind kind) {
    return FieldDef.of(1, "", kind);
  }

  @Test
  void whatGoesOutTypedComesBackTheSame() throws InvalidProtocolBufferException {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 500; i++) {
      long number = random.nextLong() >> random.nextInt(64);
      requireSame(FieldKind.INT, new Value.Int(number));
      requireSame(FieldKind.TIMESTAMP, new Value.Int(number));
      requireSame(FieldKind.LIST_INT, new Value.IntList(List.of(number, -number, 0L)));
      requireSame(FieldKind.FLOAT, new Value.Float(random.nextDouble() * number));
      requireSame(FieldKind.STR, new Value.Str("é'\\" + number));
      requireSame(FieldKind.LIST_STR, new Value.StrList(List.of("a", "" + number)));
      requireSame(FieldKind.JSON, new Value.Json("{\"a\":[true,null,\"" + number + "\"]}"));
      requireSame(FieldKind.BYTES, new Value.Bytes(new byte[] {(byte) number, 0, -1}));
      requireSame(FieldKind.BOOL, new Value.Bool(number > 0));
    }
    requireSame(FieldKind.INT, new Value.Int(Long.MIN_VALUE));
    requireSame(FieldKind.INT, new Value.Int(Long.MAX_VALUE));
    requireSame(FieldKind.STR, Value.NULL);
  }

  private static void requireSame(FieldKind kind, Value value)
      throws InvalidProtocolBufferException {
    EntValue wire = EntValue.parseFrom(FieldValues.writeTyped(value).toByteArray());
    assertThat(FieldValues.read(field(kind), wire)).isEqualTo(value);
  }

  @Test
  void jsonNumbersThatMayHaveLostDigitsAreNoIntegers() {
    assertThat(FieldValues.read(field(FieldKind.INT), json(0x1p53)))
        .isEqualTo(new Value.Int(1L << 53));
    assertThatThrownBy(() -> FieldValues.read(field(FieldKind.INT), json(0x1p54)))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("2^53");
    assertThatThrownBy(() -> FieldValues.read(field(FieldKind.INT), json(1.5)))
        .isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> FieldValues.read(field(FieldKind.FLOAT), json(Double.NaN)))
        .isInstanceOf(ApiException.class);
  }

  private static com.google.protobuf.Value json(double number) {
    return com.google.protobuf.Value.newBuilder().setNumberValue(number).build();
  }

  @Test
  void bytesBelongToBytesOnly() {
    EntValue bytes = EntValue.newBuilder().setBytesValue(ByteString.copyFromUtf8("x")).build();
    assertThatThrownBy(() -> FieldValues.read(field(FieldKind.STR), bytes))
        .hasMessage("field 1: is of kind str and cannot hold bytes");
  }

  @Test
  void withoutATypeAValueIsWhatItLooksLike() {
    assertThat(FieldValues.readUntyped(1, json(3))).isEqualTo(new Value.Int(3));
    assertThat(FieldValues.readUntyped(1, json(3.5))).isEqualTo(new Value.Float(3.5));
    assertThat(FieldValues.readUntyped(1, json(1e300))).isEqualTo(new Value.Float(1e300));
    assertThat(FieldValues.readUntyped(1, JsonValues.text("x"))).isEqualTo(new Value.Str("x"));
    assertThat(FieldValues.readUntyped(1, com.google.protobuf.Value.getDefaultInstance()))
        .isEqualTo(Value.NULL);
  }
}
