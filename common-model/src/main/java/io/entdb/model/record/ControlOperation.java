package io.entdb.model.record;

import io.entdb.model.Principal;

/** Steps of the control plane: users, and what crosses from one tenant to another. */
public sealed interface ControlOperation extends Operation.Internal {
  /** Enters a user; the first one for an id and an e-mail address wins. Only in the directory. */
  record CreateUser(Principal user, String email, String name) implements ControlOperation {}

  /** Changes a user; an empty text leaves what is there. Only in the directory. */
  record UpdateUser(Principal user, String email, String name) implements ControlOperation {}

  /** Ends a user's writes, or allows them again. Only in the directory. */
  record FreezeUser(Principal user, boolean frozen) implements ControlOperation {}

  /**
   * Has a user deleted after a grace. Nothing changes while that is under way. Only in the
   * directory.
   *
   * @param graceMs ms of the directory's time
   */
  record DeleteUser(Principal user, long graceMs) implements ControlOperation {}

  /** Takes a deletion back before its time; nothing happens where none is pending. */
  record CancelUserDeletion(Principal user) implements ControlOperation {}
}
