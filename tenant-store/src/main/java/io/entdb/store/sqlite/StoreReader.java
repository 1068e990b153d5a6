package io.entdb.store.sqlite;

import io.entdb.model.Grant;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.InvalidException;
import io.entdb.model.NodeId;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.Value;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.GuardedOperation;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import io.entdb.store.ApiKeyEntry;
import io.entdb.store.EdgeIds;
import io.entdb.store.EdgeView;
import io.entdb.store.FeedPage;
import io.entdb.store.Mailbox;
import io.entdb.store.NodeQuery;
import io.entdb.store.NodeView;
import io.entdb.store.Page;
import io.entdb.store.PageKey;
import io.entdb.store.StoreState;
import io.entdb.store.StoredOutcome;
import io.entdb.store.TenantReader;
import io.entdb.store.Viewer;
import io.entdb.store.rules.Access;
import io.entdb.store.rules.EdgeRow;
import io.entdb.store.rules.NodeRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads one transaction's state through one viewer's eyes. */
final class StoreReader extends ControlReads implements TenantReader {
  private final Statements statements;
  private final StoreState state;
  private final Schema schema;
  private final SqlView view;
  private final Access access;
  private final Sight sight;

  static StoreReader of(Statements statements, StoreState state, Schema schema, Viewer viewer) {
    var view =
        new SqlView(
            statements,
            state.tenant(),
            state.incarnation(),
            schema,
            new Standing(),
            Assumptions.none(),
            OpenImages.NONE);
    Access access = Access.of(viewer.actor(), viewer.authority(), view);
    var sight = new Sight(statements, view, access, viewer.scope(), state);
    return new StoreReader(statements, state, schema, view, access, sight);
  }

  private StoreReader(
      Statements statements,
      StoreState state,
      Schema schema,
      SqlView view,
      Access access,
      Sight sight) {
    super(statements, view, sight);
    this.statements = statements;
    this.state = state;
    this.schema = schema;
    this.view = view;
    this.access = access;
    this.sight = sight;
  }

  @Override
  public StoreState state() {
    return state;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Optional<Role> role() {
    return access.role();
  }

  @Override
  public Optional<NodeView> node(NodeId id, boolean includeDeleted) {
    sight.requireEntry();
    @Nullable NodeRow row = view.node(id.value());
    if (row == null || (row.deleted() && !includeDeleted)) {
      return Optional.empty();
    }
    return seen(row);
  }

  @Override
  public Optional<NodeView> nodeByKey(int typeId, int fieldId, Value value) {
    sight.requireEntry();
    FieldDef field = NodeSelect.field(type(typeId), fieldId);
    if (!field.indexed() && !field.unique()) {
      throw new InvalidException(
          "field " + fieldId + " is neither unique nor indexed, so no node is found by it");
    }
    if (value instanceof Value.Null) {
      throw new InvalidException("null is no key");
    }
    var found = new ArrayList<NodeView>(1);
    statements.each(
        "read/key_holder_by_value",
        row -> {
          @Nullable NodeRow node = view.node(row.getString(1));
          if (node != null) {
            seen(node).ifPresent(found::add);
          }
          return found.isEmpty();
        },
        typeId,
        fieldId,
        FieldValues.column(value));
    return found.stream().findFirst();
  }

  @Override
  public Page<NodeView> query(NodeQuery query) {
    sight.requireEntry();
    return new QueryReader(statements, schema, this).page(query, type(query.typeId()));
  }

  @Override
  public FeedPage changes(OptionalLong afterN, int changes) {
    sight.requireEntry();
    return new FeedReader(statements, view, sight, state).page(afterN, changes);
  }

  @Override
  public SearchPage search(int typeId, String text, int offset, int size) {
    sight.requireEntry();
    SearchText.requireQuery(text);
    var found = new ArrayList<NodeView>();
    if (!SearchText.isSearchable(type(typeId))) {
      return new SearchPage(found, false);
    }
    int[] skipped = {0};
    boolean[] more = {false};
    SearchText.each(
        statements,
        "read/search",
        row -> {
          Optional<NodeView> seen = seen(Rows.node(row));
          if (seen.isEmpty() || skipped[0]++ < offset) {
            return true;
          }
          more[0] = found.size() == size;
          return !more[0] && found.add(seen.get());
        },
        text,
        typeId);
    return new SearchPage(found, more[0]);
  }

  @Override
  public Mailbox mailbox(Principal user) {
    sight.requireEntry();
    sight.requireMailbox(user);
    return new MailReader(statements, schema, user, row -> sight.isMail(user, row));
  }

  @Override
  public List<Principal> mailboxUsers() {
    sight.requireEntry();
    List<Principal> users =
        statements.list("read/mailbox_users", row -> new Principal(row.getString(1)));
    return access.isAdmin()
        ? users
        : users.stream().filter(user -> user.equals(access.actor())).toList();
  }

  @Override
  public long count(NodeQuery query) {
    sight.requireEntry();
    return new QueryReader(statements, schema, this).count(query, type(query.typeId()));
  }

  @Override
  public Page<EdgeView> edgesOut(
      NodeId from, OptionalInt edgeType, Optional<PageKey> after, int size) {
    return edges(EdgeSelect.Direction.OUT, from, edgeType, after, size);
  }

  @Override
  public Page<EdgeView> edgesIn(
      NodeId to, OptionalInt edgeType, Optional<PageKey> after, int size) {
    return edges(EdgeSelect.Direction.IN, to, edgeType, after, size);
  }

  @Override
  public Connected connected(
      NodeId from, int edgeType, int depth, Optional<PageKey> after, int size) {
    sight.requireEntry();
    return new Traversal(this).from(from.value(), edgeType, depth, after, size);
  }

  @Override
  public Optional<StoredOutcome> outcome(IdempotencyKey key) {
    return view.outcome(key);
  }

  @Override
  public boolean may(GuardedOperation operation, NodeId id) {
    Optional<NodeRow> node = sight.visible(id.value());
    return node.isPresent() && access.may(operation, node.get(), view, state.tenantTime());
  }

  @Override
  public void eachOf(Principal user, Predicate<NodeView> next) {
    sight.requireEntry();
    statements.each(
        "dump/nodes",
        row -> {
          NodeRow node = Rows.node(row);
          return !node.isOf(schema, user) || !sight.sees(node) || next.test(shown(node));
        });
  }

  @Override
  public SharedPage shared(Optional<NodeId> after, int size) {
    var found = new ArrayList<NodeView>();
    boolean[] more = {false};
    new Shares(statements, access)
        .eachNode(
            after.map(NodeId::value).orElse(""),
            state.tenantTime(),
            id -> {
              Optional<NodeRow> node = sight.visible(id);
              if (node.isEmpty() || node.get().owner().equals(access.actor().value())) {
                return true;
              }
              more[0] = found.size() == size;
              return !more[0] && found.add(shown(node.get()));
            });
    return new SharedPage(found, more[0]);
  }

  @Override
  public Optional<ApiKeyEntry> apiKey(String id) {
    return Optional.ofNullable(view.apiKey(id));
  }

  @Override
  public List<ApiKeyEntry> apiKeys(String after, int limit) {
    return statements.list("read/api_keys", Rows::apiKey, after, limit);
  }

  /** Edges in the order of {@link EdgeSelect} whose peer the viewer sees, until told to stop. */
  void eachEdge(
      EdgeSelect select,
      EdgeSelect.Direction direction,
      java.util.function.Predicate<EdgeRow> next) {
    statements.eachOf(
        select.sql(),
        row -> {
          EdgeRow edge = Rows.edge(row);
          String peer = direction.peerOf(edge);
          boolean shown = sight.reaches(peer);
          return !shown || next.test(edge);
        },
        select.values());
  }

  Sight sight() {
    return sight;
  }

  NodeView shown(NodeRow row) {
    List<Grant> grants = row.restricted() ? view.grants(row.id()) : List.of();
    return shown(row, grants);
  }

  static EdgeView shown(EdgeRow row) {
    return new EdgeView(
        EdgeIds.of(row.key()),
        row.key().edgeType(),
        new NodeId(row.key().from()),
        new NodeId(row.key().to()),
        row.props(),
        row.createdAt());
  }

  private Page<EdgeView> edges(
      EdgeSelect.Direction direction,
      NodeId node,
      OptionalInt edgeType,
      Optional<PageKey> after,
      int size) {
    sight.requireEntry();
    if (!sight.startsAt(node.value())) {
      return new Page<>(List.of(), Optional.empty());
    }
    var page = new ArrayList<EdgeRow>();
    boolean[] more = {false};
    eachEdge(
        new EdgeSelect(direction, node.value(), edgeType, after),
        direction,
        edge -> {
          if (page.size() == size) {
            more[0] = true;
            return false;
          }
          return page.add(edge);
        });
    Optional<PageKey> next =
        more[0] ? Optional.of(EdgeSelect.keyOf(direction, page.getLast())) : Optional.empty();
    return new Page<>(page.stream().map(StoreReader::shown).toList(), next);
  }

  /** A row as the viewer sees it; empty = it does not. */
  Optional<NodeView> seen(NodeRow row) {
    return sight.sees(row) ? Optional.of(shown(row)) : Optional.empty();
  }

  private static NodeView shown(NodeRow row, List<Grant> grants) {
    return new NodeView(
        new NodeId(row.id()),
        row.typeId(),
        row.payload(),
        new Principal(row.owner()),
        row.restricted(),
        grants,
        row.version(),
        row.createdAt(),
        row.updatedAt(),
        row.deleted(),
        row.storage());
  }

  /** The type; for the system one without fields where the tenant never registered it. */
  private NodeType type(int typeId) {
    Optional<NodeType> registered = schema.nodeType(typeId);
    if (registered.isEmpty() && access.privileged()) {
      return NodeType.of(typeId, "", List.of());
    }
    return registered.orElseThrow(
        () -> new InvalidException("node type " + typeId + " is not in the tenant's schema"));
  }
}
