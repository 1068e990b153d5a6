package io.entdb.store;

import io.entdb.model.Principal;
import io.entdb.model.record.UserStatus;

/**
 * A user as the directory knows it. Times are unix ms of the directory's time.
 *
 * @param email unique; empty once the user is deleted
 * @param deletionRequestedAt 0 = no deletion was asked for
 * @param deleteAt when it is or was due; 0 = never
 */
public record UserEntry(
    Principal user,
    String email,
    String name,
    UserStatus status,
    long createdAt,
    long updatedAt,
    long deletionRequestedAt,
    long deleteAt) {

  /** The same with another address and name. */
  public UserEntry described(String newEmail, String newName, long time) {
    return new UserEntry(
        user, newEmail, newName, status, createdAt, time, deletionRequestedAt, deleteAt);
  }

  /** The same in another status, with no deletion under way. */
  public UserEntry standing(UserStatus next, long time) {
    return new UserEntry(user, email, name, next, createdAt, time, 0, 0);
  }

  /** The same with its deletion due. */
  public UserEntry leaving(long requestedAt, long at) {
    return new UserEntry(
        user, email, name, UserStatus.PENDING_DELETION, createdAt, requestedAt, requestedAt, at);
  }

  /**
   * What is kept of a deleted user.
   *
   * @param pseudonym stands for it wherever data has to be kept; it has the place of the name
   */
  public UserEntry deleted(Principal pseudonym, long time) {
    return new UserEntry(
        user,
        "",
        pseudonym.value(),
        UserStatus.DELETED,
        createdAt,
        time,
        deletionRequestedAt,
        deleteAt);
  }
}
