package io.entdb.model.schema;

import java.util.Optional;

/**
 * What an operation on nodes of one type takes, in place of what it usually does.
 *
 * @param fieldId only where this field is set; 0 = always
 * @param fieldValue only where the field is set to this, as text; empty = to anything
 * @param childTypeId only where the node at the edge's other end is of this type; 0 = any
 */
public record CapabilityMapping(
    GuardedOperation operation,
    int fieldId,
    Optional<String> fieldValue,
    int childTypeId,
    Requirement requirement) {

  /** Whether both say when they count in the same words, so that neither wins. */
  boolean isAbout(CapabilityMapping other) {
    return operation == other.operation
        && fieldId == other.fieldId
        && fieldValue.equals(other.fieldValue)
        && childTypeId == other.childTypeId;
  }
}
