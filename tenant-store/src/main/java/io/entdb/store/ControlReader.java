package io.entdb.store;

import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.MonthlyUse;
import io.entdb.model.record.Quota;
import io.entdb.model.record.TenantStatus;
import io.entdb.model.record.UserStatus;
import io.entdb.store.rules.GroupMemberRow;
import io.entdb.store.rules.MemberRow;
import java.util.List;
import java.util.Optional;

/** What one state of a tenant tells of the tenant itself, and that of the directory of others. */
public interface ControlReader {
  /** How much the tenant may do. */
  Quota quota();

  /** What it did in the month of a time, as far as that is counted. */
  MonthlyUse use(long time);

  /** What holds for the tenant as a whole. */
  TenantStatus status();

  /**
   * Members in order of their principals, after one.
   *
   * @throws AccessDeniedException when the viewer has no role here
   */
  List<MemberRow> members(Optional<Principal> after, int limit);

  /** A member; not only for those who may list them. */
  Optional<MemberRow> member(Principal user);

  /**
   * Groups that have members, in order, after one.
   *
   * @throws AccessDeniedException when the viewer has no role here
   */
  List<Principal> groups(Optional<Principal> after, int limit);

  /**
   * A group's members, not counting those of groups in it, in order, after one.
   *
   * @throws AccessDeniedException when the viewer has no role here
   */
  List<GroupMemberRow> groupMembers(Principal group, Optional<Principal> after, int limit);

  /** What has to be appended to logs on the tenant's account. */
  StoreState.Work work();

  /** Follow-ups that wait for their delivery, by target and number. */
  List<OutboxRow> followUps(int limit);

  /** The first follow-up that waits and is addressed to the tenant itself; empty = none is. */
  Optional<OutboxRow> followUpToItself();

  /** Names of a user, as itself or as somebody of other tenants, that the directory was told of. */
  List<Principal> seenNames(Principal user);

  /** The last follow-up of a source that counted here. */
  InboxMark inbox(TenantId source);

  /** A user's roles in tenants, by tenant. Only the directory knows them. */
  List<Membership> memberships(Principal user);

  /** Tenants that may hold something of a principal, in order. Only the directory knows them. */
  List<TenantId> sightings(Principal principal);

  /** All tenants that may hold something of a user, in order. Only the directory knows them. */
  List<TenantId> tenantsWith(Principal user);

  /** How a tenant stands. Only the directory knows it of others. */
  TenantStanding standing(TenantId tenant);

  /** Whether a user may write in no tenant, as this one was told. */
  boolean isFrozen(Principal user);

  /** A user of the system. Only the directory knows users. */
  Optional<UserEntry> user(Principal user);

  /**
   * Users in a status, by the time of their creation and id, after one. Only the directory knows
   * users.
   */
  List<UserEntry> users(UserStatus status, long createdAt, String afterId, int limit);

  /** A tenant by its id. Only the directory knows tenants. */
  Optional<TenantEntry> tenant(TenantId tenant);

  /** Tenants in order of id, after one. Only the directory knows tenants. */
  List<TenantEntry> tenants(Optional<TenantId> after, int limit);
}
