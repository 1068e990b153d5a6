package io.entdb.store.rules;

import io.entdb.model.Grant;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.schema.Schema;
import io.entdb.store.StoredOutcome;
import io.entdb.store.TenantEntry;
import io.entdb.store.UserEntry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tenant's state as the rules may see it: it can be asked, and has nothing to write with. */
public interface TenantView {
  TenantId tenant();

  /** The tenant's present life; 0 = not opened yet. */
  long incarnation();

  Schema schema();

  Optional<StoredOutcome> outcome(IdempotencyKey key);

  /** A node, soft-deleted or not; null = none. */
  @Nullable NodeRow node(String id);

  /** A node's grants by principal, rising. */
  List<Grant> grants(String nodeId);

  /** The live node that holds a unique key; null = none. */
  @Nullable String holder(UniqueKey key);

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

  /** A principal's role in a group; null = it is not in it. */
  @Nullable String groupRole(Principal group, Principal member);

  /** A setting of the tenant; null = it has none. */
  @Nullable String setting(String name);

  /** A user in the directory; null = none. */
  @Nullable UserEntry user(Principal user);

  /** The user in the directory that has an e-mail address; null = none. */
  @Nullable UserEntry userByEmail(String email);

  /** A tenant in the directory. */
  Optional<TenantEntry> entry(TenantId tenant);
}
