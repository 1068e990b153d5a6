package io.entdb.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.entdb.grpc.v1.EntValue;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values by field id: of a node, an edge, or a change of one. Values are Long (all 64 bits, also
 * for timestamps), Double, Boolean, String (also for enums and references), byte[], List and Map
 * (JSON and lists), or null.
 */
public final class Fields {
  private static final Fields NONE = new Fields(new TreeMap<>());

  private final SortedMap<Integer, Optional<Object>> values;

  private Fields(SortedMap<Integer, Optional<Object>> values) {
    this.values = values;
  }

  /** No values. */
  public static Fields none() {
    return NONE;
  }

  /** One value; more with {@link #and}. */
  public static Fields of(int fieldId, @Nullable Object value) {
    return NONE.and(fieldId, value);
  }

  /** These values and one more, or another in its place. */
  public Fields and(int fieldId, @Nullable Object value) {
    toMessage(value); // Throws for what no field can hold.
    var all = new TreeMap<>(values);
    all.put(fieldId, Optional.ofNullable(value));
    return new Fields(all);
  }

  /** A value; null when there is none or it is null. */
  public @Nullable Object get(int fieldId) {
    return values.getOrDefault(fieldId, Optional.empty()).orElse(null);
  }

  /** A text, enum or reference. */
  public String text(int fieldId) {
    return as(fieldId, String.class);
  }

  /** An int or timestamp. */
  public long number(int fieldId) {
    return as(fieldId, Long.class);
  }

  /** A timestamp. */
  public Instant instant(int fieldId) {
    return Instant.ofEpochMilli(number(fieldId));
  }

  /** A bool. */
  public boolean flag(int fieldId) {
    return as(fieldId, Boolean.class);
  }

  private <T> T as(int fieldId, Class<T> type) {
    Object value = get(fieldId);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "field %d holds %s, no %s".formatted(fieldId, value, type.getSimpleName()));
    }
    return type.cast(value);
  }

  /** The ids that have a value, null included, rising. */
  public List<Integer> ids() {
    return List.copyOf(values.keySet());
  }

  Map<Integer, EntValue> toMessages() {
    Map<Integer, EntValue> messages = new TreeMap<>();
    values.forEach((id, value) -> messages.put(id, toMessage(value.orElse(null))));
    return messages;
  }

  static Fields ofMessages(Map<Integer, EntValue> messages) {
    var all = new TreeMap<Integer, Optional<Object>>();
    messages.forEach((id, message) -> all.put(id, Optional.ofNullable(ofMessage(message))));
    return new Fields(all);
  }

  static EntValue toMessage(@Nullable Object value) {
    var message = EntValue.newBuilder();
    switch (value) {
      case null -> {}
      case Long number -> message.setIntValue(number);
      case Integer number -> message.setIntValue(number);
      case Instant time -> message.setIntValue(time.toEpochMilli());
      case Double number -> message.setDoubleValue(number);
      case Boolean flag -> message.setBoolValue(flag);
      case String text -> message.setStringValue(text);
      case byte[] bytes -> message.setBytesValue(ByteString.copyFrom(bytes));
      case List<?> list -> message.setJsonValue(json(list));
      case Map<?, ?> map -> message.setJsonValue(json(map));
      default ->
          throw new IllegalArgumentException("no field holds a " + value.getClass().getName());
    }
    return message.build();
  }

  private static @Nullable Object ofMessage(EntValue message) {
    return switch (message.getVCase()) {
      case INT_VALUE -> message.getIntValue();
      case DOUBLE_VALUE -> message.getDoubleValue();
      case BOOL_VALUE -> message.getBoolValue();
      case STRING_VALUE -> message.getStringValue();
      case BYTES_VALUE -> message.getBytesValue().toByteArray();
      case JSON_VALUE -> ofJson(message.getJsonValue());
      case V_NOT_SET -> null;
    };
  }

  private static Value json(@Nullable Object value) {
    return switch (value) {
      case null -> Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
      case Number number -> Value.newBuilder().setNumberValue(number.doubleValue()).build();
      case Boolean flag -> Value.newBuilder().setBoolValue(flag).build();
      case String text -> Value.newBuilder().setStringValue(text).build();
      case List<?> list -> {
        var values = ListValue.newBuilder();
        list.forEach(each -> values.addValues(json(each)));
        yield Value.newBuilder().setListValue(values).build();
      }
      case Map<?, ?> map -> {
        var members = Struct.newBuilder();
        map.forEach((key, each) -> members.putFields(String.valueOf(key), json(each)));
        yield Value.newBuilder().setStructValue(members).build();
      }
      default -> throw new IllegalArgumentException("JSON holds no " + value.getClass().getName());
    };
  }

  private static @Nullable Object ofJson(Value value) {
    return switch (value.getKindCase()) {
      case NUMBER_VALUE -> value.getNumberValue();
      case BOOL_VALUE -> value.getBoolValue();
      case STRING_VALUE -> value.getStringValue();
      case LIST_VALUE ->
          Collections.unmodifiableList(
              value.getListValue().getValuesList().stream().map(Fields::ofJson).toList());
      case STRUCT_VALUE -> {
        Map<String, @Nullable Object> members = new TreeMap<>();
        value
            .getStructValue()
            .getFieldsMap()
            .forEach((key, each) -> members.put(key, ofJson(each)));
        yield Collections.unmodifiableMap(members);
      }
      case NULL_VALUE, KIND_NOT_SET -> null;
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fields fields && toMessages().equals(fields.toMessages());
  }

  @Override
  public int hashCode() {
    return toMessages().hashCode();
  }

  @Override
  public String toString() {
    return toMessages().toString();
  }
}
