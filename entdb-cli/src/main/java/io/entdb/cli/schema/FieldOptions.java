package io.entdb.cli.schema;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import io.entdb.grpc.options.EntDbOptionsProto;
import io.entdb.grpc.options.FieldOpts;
import io.entdb.model.InvalidException;
import io.entdb.model.Limits;
import io.entdb.model.json.JsonReader;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.JsonWriter;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import java.util.Arrays;
import java.util.List;

/**
 * One field out of its declaration and options. Its kind is the one annotated; else follows from
 * the field's type, and where clients in different languages draw different conclusions there is a
 * warning.
 */
final class FieldOptions {
  private final String message;
  private final FieldDescriptorProto field;
  private final FieldOpts options;
  private final ProtoTypes types;
  private final List<String> warnings;

  FieldOptions(
      String message, FieldDescriptorProto field, ProtoTypes types, List<String> warnings) {
    this.message = message;
    this.field = field;
    this.options = field.getOptions().getExtension(EntDbOptionsProto.field);
    this.types = types;
    this.warnings = warnings;
  }

  FieldDef field() throws InvalidOptionsException {
    FieldKind kind = kind();
    return new FieldDef(
        field.getNumber(),
        field.getName(),
        kind,
        options.getRequired(),
        defaultJson(kind),
        kind == FieldKind.ENUM ? enumValues() : List.of(),
        options.getRefTypeId(),
        options.getIndexed(),
        options.getSearchable(),
        options.getUnique(),
        (options.getPii() || options.getPhi()) && !options.getPiiFalse(),
        options.getDeprecated(),
        options.getDescription());
  }

  private FieldKind kind() throws InvalidOptionsException {
    if (!options.getKind().isEmpty()) {
      return FieldKind.ofWord(options.getKind())
          .orElseThrow(() -> invalid("\"" + options.getKind() + "\" is no kind of field"));
    }
    boolean isList = field.getLabel() == Label.LABEL_REPEATED;
    FieldKind single = singleKind();
    FieldKind kind =
        !isList
            ? single
            : switch (single) {
              case STR -> FieldKind.LIST_STR;
              case INT -> FieldKind.LIST_INT;
              default -> FieldKind.JSON;
            };
    boolean disputed =
        isList
            || field.getType() == FieldDescriptorProto.Type.TYPE_ENUM
            || field.getType() == FieldDescriptorProto.Type.TYPE_MESSAGE;
    if (disputed) {
      warnings.add(
          "%s.%s: clients derive different kinds from this type; it is taken as %s, so say kind:"
                  .formatted(message, field.getName(), kind.word())
              + " \"%s\" in (entdb.field)".formatted(kind.word()));
    }
    return kind;
  }

  private FieldKind singleKind() {
    return switch (field.getType()) {
      case TYPE_BOOL -> FieldKind.BOOL;
      case TYPE_BYTES -> FieldKind.BYTES;
      case TYPE_DOUBLE, TYPE_FLOAT -> FieldKind.FLOAT;
      case TYPE_STRING -> options.getEnumValues().isEmpty() ? FieldKind.STR : FieldKind.ENUM;
      case TYPE_ENUM -> FieldKind.ENUM;
      case TYPE_MESSAGE, TYPE_GROUP -> FieldKind.JSON;
      default -> FieldKind.INT;
    };
  }

  private List<String> enumValues() {
    return options.getEnumValues().isEmpty()
        ? types.valuesOf(field.getTypeName())
        : Arrays.stream(options.getEnumValues().split(",")).map(String::strip).toList();
  }

  private String defaultJson(FieldKind kind) throws InvalidOptionsException {
    String text = options.getDefaultValue();
    if (text.isEmpty()) {
      return "";
    }
    boolean isText =
        switch (kind) {
          case STR, ENUM, REF, BYTES -> true;
          default -> false;
        };
    try {
      return JsonWriter.canonical(
          isText ? new JsonValue.Text(text) : JsonReader.read(text, Limits.JSON_DEPTH_MAX));
    } catch (InvalidException e) {
      throw invalid("default_value is no JSON: " + e.getMessage());
    }
  }

  private InvalidOptionsException invalid(String problem) {
    return new InvalidOptionsException(message + "." + field.getName() + ": " + problem);
  }
}
