package io.entdb.model;

import java.util.Locale;
import java.util.Optional;

/** What a credential may be used for. It narrows what its identity may do, and never widens it. */
public enum Scope {
  /** Reading nodes, edges, schemas, receipts, changes. */
  READ,
  /** Plans, sharing, schemas. */
  WRITE,
  /** Tenants, users, members, groups. */
  ADMIN;

  /** The word that clients use. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Scope> ofWord(String word) {
    for (Scope scope : values()) {
      if (scope.word().equals(word)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }
}
