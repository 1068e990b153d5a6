package io.entdb.model.schema;

import io.entdb.model.CoreCapability;
import io.entdb.model.Payload;
import io.entdb.model.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which capabilities operations on nodes of one type take, and which come with which. Policy, not
 * form: fingerprints leave it out, and a writer's attached types neither set nor remove it. Rules
 * version 1 decides by it.
 */
public record CapabilityRules(
    List<CapabilityMapping> mappings, List<CapabilityImplication> implications) {
  /** What counts where a type says nothing. */
  public static final CapabilityRules NONE = new CapabilityRules(List.of(), List.of());

  public CapabilityRules {
    mappings = List.copyOf(mappings);
    implications = List.copyOf(implications);
  }

  public boolean isEmpty() {
    return mappings.isEmpty() && implications.isEmpty();
  }

  /** What an operation takes, apart from fields and children. */
  public Requirement requirement(GuardedOperation operation) {
    return find(operation, 0, Optional.empty(), 0).orElse(operation.usual());
  }

  /** What joining a node to one of a type, or parting them, takes. */
  public Requirement requirement(GuardedOperation operation, int childTypeId) {
    return find(operation, 0, Optional.empty(), childTypeId)
        .orElseGet(() -> requirement(operation));
  }

  /**
   * All that setting fields takes, in order of field: for each the mapping of its value, else its
   * own, else that of the operation.
   */
  public List<Requirement> requirements(Payload fields) {
    Requirement whole = requirement(GuardedOperation.UPDATE_NODE);
    if (mappings.isEmpty() || fields.fields().isEmpty()) {
      return List.of(whole);
    }
    return fields.fields().entrySet().stream()
        .map(field -> requirement(field.getKey(), field.getValue()).orElse(whole))
        .distinct()
        .toList();
  }

  private Optional<Requirement> requirement(int fieldId, Value value) {
    return find(GuardedOperation.UPDATE_NODE, fieldId, Optional.of(text(value)), 0)
        .or(() -> find(GuardedOperation.UPDATE_NODE, fieldId, Optional.empty(), 0));
  }

  private Optional<Requirement> find(
      GuardedOperation operation, int fieldId, Optional<String> value, int childTypeId) {
    for (CapabilityMapping mapping : mappings) {
      if (mapping.operation() == operation
          && mapping.fieldId() == fieldId
          && mapping.childTypeId() == childTypeId
          && mapping.fieldValue().equals(value)) {
        return Optional.of(mapping.requirement());
      }
    }
    return Optional.empty();
  }

  /**
   * A value as mappings name it; the empty text, which none names, for null, lists and the like.
   */
  private static String text(Value value) {
    return switch (value) {
      case Value.Str(String text) -> text;
      case Value.Int(long number) -> Long.toString(number);
      case Value.Bool(boolean flag) -> Boolean.toString(flag);
      default -> "";
    };
  }

  /** Whether capabilities, with all that they bring along, meet a requirement. */
  public boolean allow(int coreBits, Set<Integer> exts, Requirement need) {
    if (implications.isEmpty()) {
      return meets(coreBits, exts, need);
    }
    int bits = coreBits;
    var all = new HashSet<>(exts);
    boolean grown = true;
    while (grown) {
      int before = bits;
      boolean more = false;
      for (CapabilityImplication implication : implications) {
        if (implication.appliesTo(bits, all)) {
          bits |= CoreCapability.bits(implication.impliesCore());
          more |= all.addAll(implication.impliesExt());
        }
      }
      grown = more || bits != before;
    }
    return meets(bits, all, need);
  }

  private static boolean meets(int coreBits, Set<Integer> exts, Requirement need) {
    return (need.core().isEmpty() || need.core().get().isIn(coreBits))
        && (need.ext() == 0 || exts.contains(need.ext()));
  }
}
