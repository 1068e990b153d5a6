package io.entdb.model.schema;

import io.entdb.model.Grant;
import io.entdb.model.Limits;
import io.entdb.model.json.JsonReader;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.JsonWriter;
import java.util.List;

/**
 * A schema as JSON. Settings that are off, empty or zero are left out; types stand in order of id,
 * fields and enum values as written.
 */
public final class SchemaJson {
  private SchemaJson() {}

  /** Whether all is written, or the form only: no names, which are for display, and no policy. */
  public enum Names {
    /** As people see it. */
    NAMED,
    /** As fingerprints and wire descriptors have it. */
    NAME_FREE
  }

  /** How the text is laid out. */
  public enum Layout {
    /** On one line, without white space. */
    CANONICAL,
    /** Two spaces per level. */
    PRETTY
  }

  /** The schema as text, keys sorted. */
  public static String write(Schema schema, Names names, Layout layout) {
    JsonValue json = toJson(schema, names);
    return switch (layout) {
      case CANONICAL -> JsonWriter.canonical(json);
      case PRETTY -> JsonWriter.pretty(json);
    };
  }

  /** The schema as a JSON object. */
  public static JsonValue.Obj toJson(Schema schema, Names names) {
    var out = new Members();
    out.array(
        "node_types", schema.nodeTypes().values().stream().map(t -> toJson(t, names)).toList());
    out.array(
        "edge_types", schema.edgeTypes().values().stream().map(t -> toJson(t, names)).toList());
    out.ids("reserved_type_ids", schema.reservedTypeIds());
    out.ids("reserved_edge_ids", schema.reservedEdgeIds());
    return out.object();
  }

  private static JsonValue toJson(NodeType type, Names names) {
    var out = new Members();
    out.number("type_id", type.typeId());
    out.name(type.name(), names);
    out.array("fields", type.fields().stream().map(field -> toJson(field, names)).toList());
    out.flag("deprecated", type.deprecated());
    out.text("description", type.description());
    List<Grant> acl = type.defaultAcl().orElse(List.of());
    if (!acl.isEmpty()) {
      out.array("default_acl", acl.stream().map(SchemaJson::toJson).toList());
    }
    out.policy(type.dataPolicy());
    out.nonZero("subject_field", type.subjectField());
    out.text("legal_basis", type.legalBasis());
    out.nonZero("retention_days", type.retentionDays());
    if (!type.compositeUnique().isEmpty()) {
      out.array(
          "composite_unique", type.compositeUnique().stream().map(SchemaJson::tuple).toList());
    }
    out.ids("reserved_field_ids", type.reservedFieldIds());
    if (names == Names.NAMED) {
      CapabilityJson.write(type.capabilities(), out);
    }
    return out.object();
  }

  private static JsonValue toJson(EdgeType type, Names names) {
    var out = new Members();
    out.number("edge_id", type.edgeId());
    out.name(type.name(), names);
    out.number("from_type_id", type.fromTypeId());
    out.number("to_type_id", type.toTypeId());
    out.array("props", type.props().stream().map(field -> toJson(field, names)).toList());
    out.text("on_subject_exit", type.onSubjectExit().word());
    out.flag("unique_per_from", type.uniquePerFrom());
    out.flag("propagate_share", type.propagateShare());
    out.flag("deprecated", type.deprecated());
    out.text("description", type.description());
    out.policy(type.dataPolicy());
    out.ids("reserved_field_ids", type.reservedFieldIds());
    return out.object();
  }

  private static JsonValue toJson(FieldDef field, Names names) {
    var out = new Members();
    out.number("field_id", field.fieldId());
    out.name(field.name(), names);
    out.text("kind", field.kind().word());
    out.flag("required", field.required());
    if (!field.defaultJson().isEmpty()) {
      out.value("default", JsonReader.read(field.defaultJson(), Limits.JSON_DEPTH_MAX));
    }
    if (!field.enumValues().isEmpty()) {
      out.array("enum_values", field.enumValues().stream().map(JsonValue.Text::new).toList());
    }
    out.nonZero("ref_type_id", field.refTypeId());
    out.flag("indexed", field.indexed());
    out.flag("searchable", field.searchable());
    out.flag("unique", field.unique());
    out.flag("pii", field.pii());
    out.flag("deprecated", field.deprecated());
    out.text("description", field.description());
    return out.object();
  }

  private static JsonValue toJson(Grant grant) {
    var out = new Members();
    out.text("principal", grant.principal().value());
    out.text("permission", grant.word());
    return out.object();
  }

  private static JsonValue tuple(List<Integer> fieldIds) {
    var out = new Members();
    out.array("field_ids", fieldIds.stream().map(JsonValue.Num::of).toList());
    return out.object();
  }
}
