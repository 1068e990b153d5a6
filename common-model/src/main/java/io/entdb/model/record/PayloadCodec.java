package io.entdb.model.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.entdb.model.InvalidException;
import io.entdb.model.Payload;
import io.entdb.model.Value;
import io.entdb.model.proto.FieldMessage;
import io.entdb.model.proto.IntListMessage;
import io.entdb.model.proto.PayloadMessage;
import io.entdb.model.proto.StrListMessage;
import io.entdb.model.proto.ValueMessage;
import java.util.TreeMap;

/**
 * Payloads as bytes. Equal payloads have equal bytes: fields stand in rising order and every value
 * has one form.
 */
public final class PayloadCodec {
  private PayloadCodec() {}

  public static byte[] encode(Payload payload) {
    return toMessage(payload).toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws InvalidException for other bytes
   */
  public static Payload decode(byte[] bytes) {
    try {
      return fromMessage(PayloadMessage.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidException("no payload: " + e.getMessage());
    }
  }

  static PayloadMessage toMessage(Payload payload) {
    var message = PayloadMessage.newBuilder();
    payload
        .fields()
        .forEach(
            (id, value) ->
                message.addFields(FieldMessage.newBuilder().setId(id).setValue(toMessage(value))));
    return message.build();
  }

  static Payload fromMessage(PayloadMessage message) {
    var fields = new TreeMap<Integer, Value>();
    for (FieldMessage field : message.getFieldsList()) {
      fields.put(field.getId(), fromMessage(field.getValue()));
    }
    return new Payload(fields);
  }

  static ValueMessage toMessage(Value value) {
    var message = ValueMessage.newBuilder();
    switch (value) {
      case Value.Null _ -> {}
      case Value.Int(long number) -> message.setInt(number);
      case Value.Float(double number) -> message.setFloat(number);
      case Value.Bool(boolean flag) -> message.setBool(flag);
      case Value.Str(String text) -> message.setStr(text);
      case Value.Bytes bytes -> message.setBytes(ByteString.copyFrom(bytes.value()));
      case Value.Json(String text) -> message.setJson(text);
      case Value.StrList list ->
          message.setStrList(StrListMessage.newBuilder().addAllValues(list.values()));
      case Value.IntList list ->
          message.setIntList(IntListMessage.newBuilder().addAllValues(list.values()));
    }
    return message.build();
  }

  static Value fromMessage(ValueMessage message) {
    return switch (message.getValueCase()) {
      case VALUE_NOT_SET -> Value.NULL;
      case INT -> new Value.Int(message.getInt());
      case FLOAT -> new Value.Float(message.getFloat());
      case BOOL -> new Value.Bool(message.getBool());
      case STR -> new Value.Str(message.getStr());
      case BYTES -> new Value.Bytes(message.getBytes().toByteArray());
      case JSON -> new Value.Json(message.getJson());
      case STR_LIST -> new Value.StrList(message.getStrList().getValuesList());
      case INT_LIST -> new Value.IntList(message.getIntList().getValuesList());
    };
  }
}
