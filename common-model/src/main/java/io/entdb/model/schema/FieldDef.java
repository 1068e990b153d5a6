package io.entdb.model.schema;

import java.util.List;

/**
 * One field of a node or edge type. Its id is its identity; the name is for display.
 *
 * @param name empty when it has none
 * @param defaultJson JSON text; empty when it has none
 * @param refTypeId 0 when it is no ref
 */
public record FieldDef(
    int fieldId,
    String name,
    FieldKind kind,
    boolean required,
    String defaultJson,
    List<String> enumValues,
    int refTypeId,
    boolean indexed,
    boolean searchable,
    boolean unique,
    boolean pii,
    boolean deprecated,
    String description) {
  public FieldDef {
    enumValues = List.copyOf(enumValues);
  }

  /** A plain optional field. */
  public static FieldDef of(int fieldId, String name, FieldKind kind) {
    return new FieldDef(
        fieldId, name, kind, false, "", List.of(), 0, false, false, false, false, false, "");
  }
}
