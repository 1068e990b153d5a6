package io.entdb.model.record;

import io.entdb.model.Principal;
import io.entdb.model.Role;
import java.util.Optional;

/** What a decision of one tenant causes in another (ADR 0013). Carried out, never refused. */
public sealed interface FollowUp {
  // From a tenant to the directory.

  /**
   * A user's role in the source is another one.
   *
   * @param role empty = it has none any more
   * @param joinedAt unix ms of the source's time of the first role
   */
  record MembershipChanged(Principal user, Optional<Role> role, long joinedAt)
      implements FollowUp {}

  /** The source may hold something of a principal from now on. */
  record PrincipalSeen(Principal principal) implements FollowUp {}

  /** The source as a whole stands otherwise. */
  record StatusChanged(TenantStatus status) implements FollowUp {}

  /** Nothing of a user is left in the source. */
  record UserErased(Principal user) implements FollowUp {}

  /** The source tells anew who its members are and of whom it may hold something. */
  record Recount() implements FollowUp {}

  // From the directory to a tenant.

  /**
   * Nothing of a user may be left in the target. Work too long for one record goes on with another
   * of these, which the tenant addresses to itself.
   *
   * @param pseudonym stands where the user stood in what has to be kept
   * @param after nodes up to this id are done; empty = none is
   */
  record EraseUser(Principal user, Principal pseudonym, String after) implements FollowUp {}

  /** The target is deleted: nothing of it may be left. */
  record EraseTenant() implements FollowUp {}

  /** A user may write in all tenants, or in none. */
  record UserStanding(Principal user, boolean mayWrite) implements FollowUp {}
}
