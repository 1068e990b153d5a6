package io.entdb.model.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.entdb.model.json.JsonValue;
import io.entdb.model.proto.RecordMessage;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;

/**
 * A record as JSON for people: names as in {@code record.proto}, bytes in base64, long strings cut.
 * Nothing is ever read back from it.
 */
public final class RecordView {
  /** Longest string shown; the record itself stands beside the view. */
  private static final int CHARS_MAX = 256;

  private RecordView() {}

  /** The view of any bytes; those that are no record become {@code {"unreadable": why}}. */
  public static JsonValue of(byte[] record) {
    try {
      return object(RecordMessage.parseFrom(record));
    } catch (InvalidProtocolBufferException e) {
      var why = new TreeMap<String, JsonValue>();
      why.put("unreadable", new JsonValue.Text(String.valueOf(e.getMessage())));
      return new JsonValue.Obj(why);
    }
  }

  private static JsonValue object(Message message) {
    var members = new TreeMap<String, JsonValue>();
    message
        .getAllFields()
        .forEach((field, value) -> members.put(field.getName(), field(field, value)));
    if (!message.getUnknownFields().asMap().isEmpty()) {
      List<JsonValue> numbers =
          message.getUnknownFields().asMap().keySet().stream()
              .<JsonValue>map(JsonValue.Num::of)
              .toList();
      members.put("unknown_fields", new JsonValue.Arr(numbers));
    }
    return new JsonValue.Obj(members);
  }

  private static JsonValue field(FieldDescriptor field, Object value) {
    if (field.isRepeated() && value instanceof List<?> items) {
      return new JsonValue.Arr(items.stream().map(RecordView::single).toList());
    }
    return single(value);
  }

  private static JsonValue single(Object value) {
    return switch (value) {
      case Message message -> object(message);
      case Boolean flag -> new JsonValue.Bool(flag);
      case Integer number -> JsonValue.Num.of(number);
      case Long number -> JsonValue.Num.of(number);
      case Double number when Double.isFinite(number) ->
          new JsonValue.Num(BigDecimal.valueOf(number));
      case ByteString bytes ->
          text(Base64.getEncoder().encodeToString(bytes.substring(0, shown(bytes)).toByteArray()));
      case EnumValueDescriptor constant -> new JsonValue.Text(constant.getName());
      default -> text(value.toString());
    };
  }

  private static int shown(ByteString bytes) {
    return Math.min(bytes.size(), CHARS_MAX);
  }

  private static JsonValue text(String text) {
    if (text.length() <= CHARS_MAX) {
      return new JsonValue.Text(text);
    }
    // Never between the halves of a surrogate pair.
    int cut = Character.isHighSurrogate(text.charAt(CHARS_MAX - 1)) ? CHARS_MAX - 1 : CHARS_MAX;
    return new JsonValue.Text(
        "%s… (%d characters)".formatted(text.substring(0, cut), text.length()));
  }
}
