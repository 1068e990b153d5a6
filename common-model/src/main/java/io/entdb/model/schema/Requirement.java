package io.entdb.model.schema;

import io.entdb.model.CoreCapability;
import java.util.Optional;

/**
 * What an operation takes: a core capability, an extension capability of the node's type, or both.
 *
 * @param ext 0 = none
 */
public record Requirement(Optional<CoreCapability> core, int ext) {
  /** A core capability and nothing else. */
  public static Requirement of(CoreCapability core) {
    return new Requirement(Optional.of(core), 0);
  }

  /** As refusals name it. */
  @Override
  public String toString() {
    String extension = ext == 0 ? "" : "extension capability " + ext;
    return core.isEmpty()
        ? extension
        : core.get() + (extension.isEmpty() ? "" : " and " + extension);
  }
}
