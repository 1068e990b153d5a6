package io.entdb.model.schema;

import io.entdb.model.CoreCapability;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a capability brings along on nodes of one type, beside what core capabilities imply anyway.
 *
 * @param core the capability that brings; empty = {@code ext} does
 * @param ext the extension capability that brings; 0 = {@code core} does
 */
public record CapabilityImplication(
    Optional<CoreCapability> core,
    int ext,
    Set<CoreCapability> impliesCore,
    List<Integer> impliesExt) {
  public CapabilityImplication {
    impliesCore = Set.copyOf(impliesCore);
    impliesExt = List.copyOf(impliesExt);
  }

  /** Whether a set of capabilities has the one that brings others. */
  boolean appliesTo(int coreBits, Set<Integer> exts) {
    return core.isPresent() ? core.get().isIn(coreBits) : exts.contains(ext);
  }
}
