package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.model.Quoted;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.Nearest;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.NodeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds types by id and fields by name or id, and says what else may have been meant. */
final class Names {
  private static final int FIELD_ID_DIGITS_MAX = 5;

  private Names() {}

  static FieldDef field(NodeType type, String key) {
    return field("type " + type.typeId(), type.fields(), key);
  }

  static FieldDef field(String owner, List<FieldDef> fields, String key) {
    Optional<FieldDef> field =
        isDecimal(key)
            ? fields.stream().filter(f -> f.fieldId() == Integer.parseInt(key)).findFirst()
            : fields.stream().filter(f -> !key.isEmpty() && f.name().equals(key)).findFirst();
    return field.orElseThrow(() -> unknown(owner, fields, key));
  }

  /** Whether a key is a field id; names never start with a digit. */
  static boolean isDecimal(String key) {
    return !key.isEmpty()
        && key.length() <= FIELD_ID_DIGITS_MAX
        && key.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static ApiException unknown(String owner, List<FieldDef> fields, String key) {
    List<String> names =
        fields.stream().map(FieldDef::name).filter(name -> !name.isEmpty()).toList();
    return ApiException.validation(owner + " has no field " + Quoted.of(key))
        .with("field", key)
        .with("did_you_mean", nearest(key, names));
  }

  /** The names that may have been meant, for {@code details.did_you_mean}. */
  static JsonValue nearest(String mistyped, Collection<String> names) {
    return new JsonValue.Arr(
        List.copyOf(Nearest.to(mistyped, names).stream().map(JsonValue.Text::new).toList()));
  }

  /** How answers call a field: by name where it has one. */
  static String of(FieldDef field) {
    return field.name().isEmpty() ? Integer.toString(field.fieldId()) : field.name();
  }
}
