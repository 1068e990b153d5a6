package io.entdb.store;

import io.entdb.model.IdempotencyKey;
import io.entdb.model.NodeId;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.Value;
import io.entdb.model.schema.GuardedOperation;
import io.entdb.model.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * One consistent state of a tenant, through one viewer's eyes: what the viewer may not see is not
 * there. All answers of one reader come from one transaction. Not for use by several threads, and
 * not after the reading that it was lent for.
 */
public interface TenantReader extends ControlReader {
  /** The state that is read. */
  StoreState state();

  Schema schema();

  /** The viewer's role, as stored or as its authority asserts; empty = none. */
  Optional<Role> role();

  /**
   * A node; deleted ones only on request.
   *
   * @throws AccessDeniedException when the viewer may read nothing here
   */
  Optional<NodeView> node(NodeId id, boolean includeDeleted);

  /**
   * The node whose field holds a value: exact and case-sensitive.
   *
   * @throws io.entdb.model.InvalidException when the field is neither unique nor indexed
   */
  Optional<NodeView> nodeByKey(int typeId, int fieldId, Value value);

  /**
   * A page of nodes.
   *
   * @throws io.entdb.model.InvalidException for an unknown type or field, a field that is not
   *     indexed as order, or an operator or value that does not fit the field's kind
   */
  Page<NodeView> query(NodeQuery query);

  /**
   * Nodes whose searchable fields match, best first.
   *
   * @param text in FTS5's query syntax, 1 to {@link io.entdb.model.Limits#SEARCH_CHARS_MAX}
   *     characters
   * @param offset nodes to pass over
   * @throws io.entdb.model.InvalidException for an unknown type or a malformed text
   */
  SearchPage search(int typeId, String text, int offset, int size);

  /**
   * What a search found.
   *
   * @param hasMore whether nodes follow after these
   */
  record SearchPage(List<NodeView> nodes, boolean hasMore) {}

  /**
   * A user's mailbox.
   *
   * @throws AccessDeniedException when the viewer is neither that user nor the system
   */
  Mailbox mailbox(Principal user);

  /** The users that have items in their mailboxes, by name: all to those who manage the tenant. */
  List<Principal> mailboxUsers();

  /**
   * The change feed after a record, as far as the viewer is told of it.
   *
   * @param afterN n of the last record that was heard of; empty = from the oldest that is kept
   * @param changes about how many changes to read at most, at least one; a record's stay together
   */
  FeedPage changes(OptionalLong afterN, int changes);

  /** How many nodes the query finds over all its pages. */
  long count(NodeQuery query);

  /** Edges that leave a node, youngest first; only those whose both ends the viewer sees. */
  Page<EdgeView> edgesOut(NodeId from, OptionalInt edgeType, Optional<PageKey> after, int size);

  /** Edges that reach a node, youngest first; only those whose both ends the viewer sees. */
  Page<EdgeView> edgesIn(NodeId to, OptionalInt edgeType, Optional<PageKey> after, int size);

  /**
   * Nodes that edges of a type lead to within some hops, nearest first and in each distance by id,
   * with the edges between them; every hop leads over visible nodes only.
   *
   * @param depth 1 to 3
   */
  Connected connected(NodeId from, int edgeType, int depth, Optional<PageKey> after, int size);

  /** A page of {@link #connected}. */
  record Connected(Page<NodeView> nodes, List<EdgeView> edges) {}

  /** What became of the first record with this key; empty = unknown or forgotten after 7 days. */
  Optional<StoredOutcome> outcome(IdempotencyKey key);

  /** Whether the viewer may do that with a node; false as well where it sees no such node. */
  boolean may(GuardedOperation operation, NodeId id);

  /**
   * All nodes that a user owns or that are about it by their type's subject field, soft-deleted
   * ones too, in order of their ids. Looks at every node of the tenant.
   */
  void eachOf(Principal user, Predicate<NodeView> next);

  /**
   * Live nodes of others that are shared with the viewer by name, through its groups or through the
   * tenants it is of, in order of their ids, after one.
   */
  SharedPage shared(Optional<NodeId> after, int size);

  /**
   * What is shared.
   *
   * @param hasMore whether nodes follow after these
   */
  record SharedPage(List<NodeView> nodes, boolean hasMore) {}

  /** An API key. Only the directory knows keys. */
  Optional<ApiKeyEntry> apiKey(String id);

  /** API keys in order of id, after one; the empty text is before all. */
  List<ApiKeyEntry> apiKeys(String after, int limit);
}
