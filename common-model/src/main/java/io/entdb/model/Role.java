package io.entdb.model;

import java.util.Locale;
import java.util.Optional;

/** A member's role in a tenant, strongest first. */
public enum Role {
  OWNER,
  ADMIN,
  MEMBER,
  VIEWER,
  GUEST;

  /** Whether it may write at all. */
  public boolean mayWrite() {
    return compareTo(MEMBER) <= 0;
  }

  /** Whether it sees nodes that have no ACL. */
  public boolean seesOpenNodes() {
    return this != GUEST;
  }

  /** {@code owner}, {@code admin}, … */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> ofWord(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
