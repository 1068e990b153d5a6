package io.entdb.model.schema;

import io.entdb.model.Grant;
import java.util.List;
import java.util.Optional;

/**
 * A node type. Its id is its identity; the name is for display.
 *
 * @param name empty when it has none
 * @param defaultAcl the ACL of nodes created without one; absent = such nodes have none
 * @param subjectField field id, 0 = none
 * @param retentionDays 0 = no end
 * @param compositeUnique tuples of field ids whose values are unique together
 * @param capabilities what operations on its nodes take
 */
public record NodeType(
    int typeId,
    String name,
    List<FieldDef> fields,
    boolean deprecated,
    String description,
    Optional<List<Grant>> defaultAcl,
    DataPolicy dataPolicy,
    int subjectField,
    String legalBasis,
    int retentionDays,
    List<List<Integer>> compositeUnique,
    List<Integer> reservedFieldIds,
    CapabilityRules capabilities) {
  public NodeType {
    fields = List.copyOf(fields);
    defaultAcl = defaultAcl.map(List::copyOf);
    compositeUnique = compositeUnique.stream().map(List::copyOf).toList();
    reservedFieldIds = List.copyOf(reservedFieldIds);
  }

  /** A type with nothing but fields. */
  public static NodeType of(int typeId, String name, List<FieldDef> fields) {
    return new NodeType(
        typeId,
        name,
        fields,
        false,
        "",
        Optional.empty(),
        DataPolicy.PERSONAL,
        0,
        "",
        0,
        List.of(),
        List.of(),
        CapabilityRules.NONE);
  }

  /** This type with other capability rules. */
  public NodeType with(CapabilityRules rules) {
    return new NodeType(
        typeId,
        name,
        fields,
        deprecated,
        description,
        defaultAcl,
        dataPolicy,
        subjectField,
        legalBasis,
        retentionDays,
        compositeUnique,
        reservedFieldIds,
        rules);
  }

  /** The field, or empty. Linear: types are small and this beats a map per record decoded. */
  public Optional<FieldDef> field(int fieldId) {
    for (FieldDef field : fields) {
      if (field.fieldId() == fieldId) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }
}
