package io.entdb.store.rules;

import io.entdb.model.Filter;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.record.RebaseImage;
import io.entdb.model.schema.Schema;
import io.entdb.store.ApiKeyEntry;
import io.entdb.store.InboxMark;
import io.entdb.store.Membership;
import io.entdb.store.OutboxRow;
import io.entdb.store.StoredOutcome;
import io.entdb.store.TenantEntry;
import io.entdb.store.TenantStanding;
import io.entdb.store.UserEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A tenant's state as the rules may see it: it can be asked, and has nothing to write with. */
public interface TenantView extends AclView {
  TenantId tenant();

  /** The tenant's present life; 0 = not opened yet. */
  long incarnation();

  @Override
  Schema schema();

  Optional<StoredOutcome> outcome(IdempotencyKey key);

  /**
   * The nodes from which edges of some types lead to a node, in order of edge type and id.
   *
   * @param edgeTypes empty = none
   */
  List<String> sources(String nodeId, Set<Integer> edgeTypes);

  /** The first nodes after an id, in order of id (by code points), that an owner has. */
  List<NodeRow> ownedBy(String owner, String after, int limit);

  /** The first nodes, in order of id (by code points), that have a grant for a principal. */
  List<String> grantedTo(Principal principal, int limit);

  @Nullable MailboxRow mailbox(Principal user);

  /** The first items in a user's mailbox. */
  List<ItemRow> itemsOf(Principal user, int limit);

  /** The items about a node, in all mailboxes. */
  List<ItemRow> itemsOf(String nodeId);

  /** The live node that holds a unique key; null = none. */
  @Nullable String holder(UniqueKey key);

  /**
   * Shows live nodes of a type in order of id (by code points) until told to stop: all that meet
   * the filters, and perhaps others.
   */
  void eachCandidate(int typeId, List<Filter> filters, Predicate<NodeRow> visitor);

  @Nullable EdgeRow edge(EdgeKey key);

  /** All edges that leave or reach a node. */
  List<EdgeRow> edgesAt(String nodeId);

  /** The edges of a type that leave a node. */
  List<EdgeRow> edgesFrom(int edgeType, String nodeId);

  /** What an actor may do; always {@link Access#of}, which a view may remember. */
  Access access(Principal actor, Authority authority);

  /** A member; null = none. */
  @Nullable MemberRow member(Principal user);

  /** Whether the tenant has two owners or more. */
  boolean hasSeveralOwners();

  /** The groups that a principal is in, not counting groups of groups. */
  List<Principal> groupsOf(Principal member);

  /** The principals that are in a group, not counting those of groups in it. */
  List<Principal> membersOf(Principal group);

  /** The tenant's members, or those with a role, in order of user; at most so many. */
  List<MemberRow> members(Optional<Role> role, int limit);

  /** A principal's role in a group; null = it is not in it. */
  @Nullable String groupRole(Principal group, Principal member);

  /** A setting of the tenant; null = it has none. */
  @Nullable String setting(String name);

  /** The follow-ups for a target that wait and have a number up to one, rising. */
  List<OutboxRow> outboxThrough(TenantId target, long number);

  /** The last number given to a follow-up for a target; 0 = none yet. */
  long outboxLast(TenantId target);

  /** The last follow-up of a source that counted. */
  InboxMark inbox(TenantId source);

  /** Whether the directory is told of a principal here. */
  boolean isSeen(Principal principal);

  /** Whether a user may not write in any tenant. */
  boolean isFrozen(Principal user);

  /** A user's roles in tenants, as the directory knows them, by tenant. */
  List<Membership> memberships(Principal user);

  /** A user's role in a tenant, as the directory knows it; null = none. */
  @Nullable Membership membership(Principal user, TenantId tenant);

  /** Tenants that may hold something of a principal, as the directory knows. */
  List<TenantId> sightings(Principal principal);

  /**
   * What the directory knows of a user in a tenant: the user itself, and the user as somebody of
   * other tenants, {@code user:x@tenant:y}.
   */
  List<Principal> sightedNames(Principal user, TenantId tenant);

  /** All tenants that may hold something of a user under one of these names, rising. */
  List<TenantId> tenantsWith(Principal user);

  /** Deleted users of whom a tenant may still hold something. */
  List<UserEntry> deletedUsersIn(TenantId tenant);

  /** Whether a tenant has another owner, as the directory knows. */
  boolean hasOtherOwner(TenantId tenant, Principal user);

  /** Tenants whose deletion is due at a time, those due first before others. */
  List<TenantStanding> tenantsDue(long time, int limit);

  /** Nodes, soft-deleted ones too, in order of their ids, after one. */
  List<NodeRow> nodesAfter(String id, int limit);

  /** Ids of nodes with a grant to a user, as itself or as somebody of another tenant. */
  List<String> nodesGrantedTo(Principal user, int limit);

  /** Names of a user of which the directory was told. */
  List<Principal> seenNames(Principal user);

  /** Whether the directory knows that a tenant may hold something of a principal. */
  boolean isSighted(Principal principal, TenantId tenant);

  /** How a tenant stands, as the directory knows; null = active. */
  @Nullable TenantStanding standing(TenantId tenant);

  /** A user in the directory; null = none. */
  @Nullable UserEntry user(Principal user);

  /** Users whose deletion is due at a time, those due first before others. */
  List<UserEntry> usersDue(long time, int limit);

  /** The user in the directory that has an e-mail address; null = none. */
  @Nullable UserEntry userByEmail(String email);

  /** An API key in the directory; null = none. */
  @Nullable ApiKeyEntry apiKey(String id);

  /** Principals that an image knows of and the directory is not told of here, rising. */
  List<Principal> unseenIn(RebaseImage image);

  /** All follow-ups that wait and are addressed to the tenant itself, rising. */
  default List<OutboxRow> outboxToItself() {
    return outboxThrough(tenant(), Long.MAX_VALUE);
  }

  /** The members of a tenant, as the directory knows them, by user. */
  List<Membership> membershipsIn(TenantId tenant);

  /** Principals of whom a tenant may hold something, as the directory knows, rising. */
  List<Principal> sightedIn(TenantId tenant);

  /** Principals that the directory is told of here, rising. */
  List<Principal> seen();

  /** Users who may not write in any tenant, rising. */
  List<Principal> frozen();

  /** A tenant in the directory. */
  Optional<TenantEntry> entry(TenantId tenant);
}
