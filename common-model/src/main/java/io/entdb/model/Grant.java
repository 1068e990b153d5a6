package io.entdb.model;

import java.util.List;

/**
 * What a principal may do with a node.
 *
 * @param coreCaps bits of {@link CoreCapability}; 0 with {@code deny}
 * @param extCapIds extension capabilities, rising
 * @param expiresAt unix ms of tenant time from which it no longer counts; 0 = never
 * @param deny refuses everything to the principal, whatever else is granted
 */
public record Grant(
    Principal principal, int coreCaps, List<Integer> extCapIds, long expiresAt, boolean deny) {
  public Grant {
    extCapIds = extCapIds.stream().sorted().distinct().toList();
    if (expiresAt < 0) {
      throw new InvalidException("expires_at " + expiresAt + " is negative; 0 means never");
    }
  }

  /** A grant to read, without end. */
  public static Grant read(Principal principal) {
    return new Grant(principal, CoreCapability.READ.bit(), List.of(), 0, false);
  }

  /**
   * A grant by its permission word.
   *
   * @throws InvalidException for a word that is none of read, comment, write, delete, share, admin,
   *     deny
   */
  public static Grant ofWord(Principal principal, String word, long expiresAt) {
    int read = CoreCapability.READ.bit();
    int comment = read | CoreCapability.COMMENT.bit();
    int write = comment | CoreCapability.EDIT.bit();
    int caps =
        switch (word) {
          case "read" -> read;
          case "comment" -> comment;
          case "write" -> write;
          case "delete" -> write | CoreCapability.DELETE.bit();
          case "share", "admin" -> CoreCapability.ADMIN.bit();
          case "deny" -> 0;
          default ->
              throw new InvalidException(
                  "permission "
                      + Quoted.of(word)
                      + " is none of read, comment, write, delete, share, admin, deny");
        };
    return new Grant(principal, caps, List.of(), expiresAt, word.equals("deny"));
  }

  /** The permission word that says the same, or the nearest smaller one. */
  public String word() {
    if (deny) {
      return "deny";
    }
    if (CoreCapability.ADMIN.isIn(coreCaps)) {
      return "admin";
    }
    if (CoreCapability.DELETE.isIn(coreCaps) && CoreCapability.EDIT.isIn(coreCaps)) {
      return "delete";
    }
    if (CoreCapability.EDIT.isIn(coreCaps)) {
      return "write";
    }
    return CoreCapability.COMMENT.isIn(coreCaps) ? "comment" : "read";
  }

  public boolean isExpiredAt(long tenantTime) {
    return expiresAt != 0 && expiresAt <= tenantTime;
  }
}
