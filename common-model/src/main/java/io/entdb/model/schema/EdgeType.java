package io.entdb.model.schema;

import java.util.List;
import java.util.Optional;

/**
 * An edge type. Its id is its identity; the name is for display.
 *
 * @param fromTypeId the type of its source, 0 = any
 * @param toTypeId the type of its target, 0 = any
 * @param uniquePerFrom a source has at most one edge of this type
 * @param propagateShare sharing the source shares the target
 */
public record EdgeType(
    int edgeId,
    String name,
    int fromTypeId,
    int toTypeId,
    List<FieldDef> props,
    SubjectExit onSubjectExit,
    boolean uniquePerFrom,
    boolean propagateShare,
    boolean deprecated,
    String description,
    DataPolicy dataPolicy,
    List<Integer> reservedFieldIds) {
  public EdgeType {
    props = List.copyOf(props);
    reservedFieldIds = List.copyOf(reservedFieldIds);
  }

  /** An edge type with nothing but ends. */
  public static EdgeType of(int edgeId, String name, int fromTypeId, int toTypeId) {
    return new EdgeType(
        edgeId,
        name,
        fromTypeId,
        toTypeId,
        List.of(),
        SubjectExit.BOTH,
        false,
        false,
        false,
        "",
        DataPolicy.PERSONAL,
        List.of());
  }

  public Optional<FieldDef> prop(int fieldId) {
    return props.stream().filter(field -> field.fieldId() == fieldId).findFirst();
  }
}
