package io.entdb.model;

/** A node's id: 1 to 128 characters without control characters, not starting with {@code $}. */
public record NodeId(String value) implements Comparable<NodeId> {
  public NodeId {
    if (value.isEmpty()
        || value.length() > Limits.NODE_ID_CHARS_MAX
        || value.charAt(0) == '$'
        || Quoted.hasUnsafeCharacters(value)) {
      throw new InvalidException(
          "node id "
              + Quoted.of(value)
              + " is not 1 to 128 characters without control characters, not starting with '$'");
    }
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
