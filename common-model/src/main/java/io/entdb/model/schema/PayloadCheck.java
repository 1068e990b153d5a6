package io.entdb.model.schema;

import io.entdb.model.InvalidException;
import io.entdb.model.Limits;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Quoted;
import io.entdb.model.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether payloads fit their type. Rules version 1 decides by these functions: what they answer for
 * a record in the log may never change.
 */
public final class PayloadCheck {
  private PayloadCheck() {}

  /**
   * Why a payload does not fit.
   *
   * @param fieldId the field at fault
   * @param message names the field and the value, and what was expected
   */
  public record Problem(int fieldId, String message) {}

  /** The payload, with the defaults of the fields that it leaves out. A null is not left out. */
  public static Payload withDefaults(NodeType type, Payload payload) {
    return withDefaults(type.fields(), payload);
  }

  /** The props, with the defaults of those that are left out. */
  public static Payload withDefaults(EdgeType type, Payload props) {
    return withDefaults(type.props(), props);
  }

  private static Payload withDefaults(List<FieldDef> fields, Payload payload) {
    var full = new TreeMap<>(payload.fields());
    for (FieldDef field : fields) {
      if (!field.defaultJson().isEmpty() && !full.containsKey(field.fieldId())) {
        full.put(field.fieldId(), ValueJson.readDefault(field));
      }
    }
    return full.size() == payload.fields().size() ? payload : new Payload(full);
  }

  /**
   * A new node's payload, defaults applied already ({@link #withDefaults(NodeType, Payload)}):
   * required fields are there and not null, every field is known, every value fits.
   */
  public static Optional<Problem> forCreate(NodeType type, Payload payload) {
    return missing(type.fields(), payload).or(() -> misfit(type, payload));
  }

  /**
   * A change of a node: every field is known, every value fits, and no required field loses its
   * value. A required field that the node never had (it came into the schema later) may stay away.
   */
  public static Optional<Problem> forUpdate(NodeType type, Payload before, Payload patch) {
    for (FieldDef field : type.fields()) {
      Value old = before.get(field.fieldId());
      if (field.required()
          && patch.get(field.fieldId()) instanceof Value.Null
          && old != null
          && !(old instanceof Value.Null)) {
        return problem(field, "is required and cannot be set to null");
      }
    }
    return misfit(type, patch);
  }

  /** An edge's props, defaults applied already ({@link #withDefaults(EdgeType, Payload)}). */
  public static Optional<Problem> forProps(EdgeType type, Payload props) {
    return missing(type.props(), props)
        .or(() -> misfit("edge type " + type.edgeId(), type.props(), props));
  }

  private static Optional<Problem> missing(List<FieldDef> fields, Payload payload) {
    for (FieldDef field : fields) {
      Value value = payload.get(field.fieldId());
      if (field.required() && (value == null || value instanceof Value.Null)) {
        return problem(field, value == null ? "is required" : "is required and cannot be null");
      }
    }
    return Optional.empty();
  }

  private static Optional<Problem> misfit(NodeType type, Payload payload) {
    return misfit("type " + type.typeId(), type.fields(), payload)
        .or(() -> tooLongForComposite(type, payload));
  }

  private static Optional<Problem> misfit(String owner, List<FieldDef> fields, Payload payload) {
    for (Map.Entry<Integer, Value> entry : payload.fields().entrySet()) {
      int id = entry.getKey();
      Optional<FieldDef> field = fields.stream().filter(f -> f.fieldId() == id).findFirst();
      if (field.isEmpty()) {
        return Optional.of(new Problem(id, owner + " has no field " + id));
      }
      Optional<Problem> problem = misfit(field.get(), entry.getValue());
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  static Optional<Problem> misfit(FieldDef field, Value value) {
    if (value instanceof Value.Null) {
      return Optional.empty();
    }
    if (!fits(field.kind(), value)) {
      return problem(
          field, "is of kind " + field.kind().word() + " and cannot hold " + what(value));
    }
    if (field.kind() == FieldKind.ENUM
        && value instanceof Value.Str(String text)
        && !field.enumValues().contains(text)) {
      return problem(
          field,
          "cannot be " + Quoted.of(text) + "; it is one of " + shortList(field.enumValues()));
    }
    if (field.unique() && isTooLongForKey(value)) {
      return problem(field, tooLong());
    }
    return misfitRef(field, value);
  }

  private static Optional<Problem> misfitRef(FieldDef field, Value value) {
    List<String> ids =
        switch (field.kind()) {
          case REF -> value instanceof Value.Str(String id) ? List.of(id) : List.of();
          case LIST_REF -> value instanceof Value.StrList(List<String> many) ? many : List.of();
          case STR, INT, FLOAT, BOOL, TIMESTAMP, JSON, BYTES, ENUM, LIST_STR, LIST_INT -> List.of();
        };
    for (String id : ids) {
      try {
        new NodeId(id);
      } catch (InvalidException e) {
        return problem(field, "refers to no node: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private static boolean fits(FieldKind kind, Value value) {
    return switch (kind) {
      case STR, ENUM, REF -> value instanceof Value.Str;
      case INT, TIMESTAMP -> value instanceof Value.Int;
      case FLOAT -> value instanceof Value.Float;
      case BOOL -> value instanceof Value.Bool;
      case JSON -> value instanceof Value.Json;
      case BYTES -> value instanceof Value.Bytes;
      case LIST_STR, LIST_REF -> value instanceof Value.StrList;
      case LIST_INT -> value instanceof Value.IntList;
    };
  }

  private static String what(Value value) {
    return switch (value) {
      case Value.Null _ -> "null";
      case Value.Int _ -> "a whole number";
      case Value.Float _ -> "a float";
      case Value.Bool _ -> "a boolean";
      case Value.Str _ -> "a string";
      case Value.Bytes _ -> "bytes";
      case Value.Json _ -> "JSON";
      case Value.StrList _ -> "a list of strings";
      case Value.IntList _ -> "a list of whole numbers";
    };
  }

  private static Optional<Problem> tooLongForComposite(NodeType type, Payload payload) {
    for (List<Integer> tuple : type.compositeUnique()) {
      for (int id : tuple) {
        Value value = payload.get(id);
        Optional<FieldDef> field = type.field(id);
        if (value != null && field.isPresent() && isTooLongForKey(value)) {
          return problem(field.get(), tooLong());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isTooLongForKey(Value value) {
    return switch (value) {
      case Value.Str(String text) -> text.length() > Limits.UNIQUE_VALUE_CHARS_MAX;
      case Value.Bytes bytes -> bytes.value().length > Limits.UNIQUE_VALUE_CHARS_MAX;
      case Value.Null _, Value.Int _, Value.Float _, Value.Bool _ -> false;
      case Value.Json _, Value.StrList _, Value.IntList _ -> false;
    };
  }

  private static String tooLong() {
    return "is unique and cannot be longer than " + Limits.UNIQUE_VALUE_CHARS_MAX + " characters";
  }

  private static String shortList(List<String> values) {
    String some = String.join(", ", values.stream().limit(20).map(Quoted::of).toList());
    return values.size() > 20 ? some + ", …" : some;
  }

  private static Optional<Problem> problem(FieldDef field, String what) {
    String name = field.name().isEmpty() ? "" : " " + Quoted.of(field.name());
    return Optional.of(
        new Problem(field.fieldId(), "field " + field.fieldId() + name + " " + what));
  }
}
