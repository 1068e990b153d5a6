package io.entdb.store.rules;

import io.entdb.model.Filter;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.schema.Schema;
import io.entdb.store.ApiKeyEntry;
import io.entdb.store.StoredOutcome;
import io.entdb.store.TenantEntry;
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

  /** A user in the directory; null = none. */
  @Nullable UserEntry user(Principal user);

  /** The user in the directory that has an e-mail address; null = none. */
  @Nullable UserEntry userByEmail(String email);

  /** An API key in the directory; null = none. */
  @Nullable ApiKeyEntry apiKey(String id);

  /** A tenant in the directory. */
  Optional<TenantEntry> entry(TenantId tenant);
}
