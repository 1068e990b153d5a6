package io.entdb.model.record;

import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import java.util.List;

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

  /**
   * Has a tenant deleted after a grace. Nothing changes while that is under way. Only in the
   * directory.
   *
   * @param graceMs ms of the directory's time
   */
  record DeleteTenant(TenantId tenant, long graceMs) implements ControlOperation {}

  /** Takes a deletion back before its time; nothing happens where none is pending. */
  record CancelTenantDeletion(TenantId tenant) implements ControlOperation {}

  /** Limits what a tenant may do; in its own log. */
  record SetQuota(Quota quota) implements ControlOperation {}

  /**
   * Delivers follow-ups. Those that counted before, or come too early, are passed over.
   *
   * @param source whose decisions caused them
   * @param incarnation of the source; each life of it numbers anew
   * @param first number of the first one; the others follow it
   * @param cleared all with this number or a lower one were delivered and acknowledged
   */
  record FollowUps(
      TenantId source, long incarnation, long first, long cleared, List<FollowUp> followUps)
      implements ControlOperation {
    public FollowUps {
      followUps = List.copyOf(followUps);
    }
  }

  /** Follow-ups for a target are in its log through a number, so the source may forget them. */
  record Acknowledge(TenantId target, long through) implements ControlOperation {}

  /** Time has come for what waits for it, by the appender's clock; tenant time decides. */
  record Due() implements ControlOperation {}

  /** The tenant's data become those of an image; its outcomes and members stay (ADR 0017). */
  record Rebased(RebaseImage image) implements ControlOperation {}
}
