package io.entdb.model;

import java.util.Set;

/** What a grant allows. Numbers are those of the public API. */
public enum CoreCapability {
  READ(1),
  COMMENT(2),
  EDIT(3),
  DELETE(4),
  ADMIN(5);

  private final int number;

  CoreCapability(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** Its place in a set of capabilities kept as bits. */
  public int bit() {
    return 1 << number;
  }

  /** This capability and all that it implies, as bits. */
  public int closure() {
    return switch (this) {
      case READ -> READ.bit();
      case COMMENT -> COMMENT.bit() | READ.bit();
      case EDIT -> EDIT.bit() | COMMENT.bit() | READ.bit();
      case DELETE -> DELETE.bit();
      case ADMIN -> ADMIN.bit() | EDIT.bit() | COMMENT.bit() | DELETE.bit() | READ.bit();
    };
  }

  /** The bits of a set, as given: implied ones are not added. */
  public static int bits(Set<CoreCapability> capabilities) {
    return capabilities.stream().mapToInt(CoreCapability::bit).reduce(0, (a, b) -> a | b);
  }

  /** Whether a set of bits, with all it implies, contains this capability. */
  public boolean isIn(int bits) {
    for (CoreCapability each : values()) {
      if ((bits & each.bit()) != 0 && (each.closure() & bit()) != 0) {
        return true;
      }
    }
    return false;
  }
}
