package io.entdb.store.sqlite;

import io.entdb.model.Filter;
import io.entdb.model.Grant;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.record.RebaseImage;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import io.entdb.store.ApiKeyEntry;
import io.entdb.store.InboxMark;
import io.entdb.store.Membership;
import io.entdb.store.OutboxRow;
import io.entdb.store.StoredOutcome;
import io.entdb.store.TenantEntry;
import io.entdb.store.TenantStanding;
import io.entdb.store.UserEntry;
import io.entdb.store.rules.Access;
import io.entdb.store.rules.EdgeKey;
import io.entdb.store.rules.EdgeRow;
import io.entdb.store.rules.ItemRow;
import io.entdb.store.rules.MailboxRow;
import io.entdb.store.rules.MemberRow;
import io.entdb.store.rules.NodeRow;
import io.entdb.store.rules.TenantView;
import io.entdb.store.rules.UniqueKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rules' view of a tenant, straight from SQLite. */
final class SqlView implements TenantView {
  private final Statements statements;
  private final TenantId tenant;
  private final long incarnation;
  private final Schema schema;
  private final Standing standing;
  private final Assumptions assumptions;
  private final OpenImages images;
  private @Nullable Set<Integer> sharing;

  SqlView(
      Statements statements,
      TenantId tenant,
      long incarnation,
      Schema schema,
      Standing standing,
      Assumptions assumptions,
      OpenImages images) {
    this.statements = statements;
    this.tenant = tenant;
    this.incarnation = incarnation;
    this.schema = schema;
    this.standing = standing;
    this.assumptions = assumptions;
    this.images = images;
  }

  @Override
  public TenantId tenant() {
    return tenant;
  }

  @Override
  public long incarnation() {
    return incarnation;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Optional<StoredOutcome> outcome(IdempotencyKey key) {
    if (assumptions.isNew(key)) {
      return Optional.empty();
    }
    return Optional.ofNullable(statements.first("read/outcome", Rows::storedOutcome, key.value()));
  }

  @Override
  public @Nullable NodeRow node(String id) {
    return assumptions.isNewNode(id) ? null : statements.first("read/node", Rows::node, id);
  }

  @Override
  public List<Grant> grants(String nodeId) {
    return statements.list("read/grants", Rows::grant, nodeId);
  }

  @Override
  public List<String> sharersOf(String nodeId) {
    // Most tenants have no type that propagates shares; every check of an ACL asks.
    return sharing().isEmpty()
        ? List.of()
        : statements.list("read/sharers", row -> row.getString(1), nodeId);
  }

  private Set<Integer> sharing() {
    if (sharing == null) {
      sharing = schema.sharingEdgeTypes();
    }
    return sharing;
  }

  @Override
  public List<String> sources(String nodeId, Set<Integer> edgeTypes) {
    if (edgeTypes.equals(sharing())) {
      return sharersOf(nodeId);
    }
    return edgeTypes.stream()
        .sorted()
        .flatMap(
            type ->
                statements
                    .list("read/edge_sources", row -> row.getString(1), nodeId, type)
                    .stream())
        .toList();
  }

  @Override
  public List<NodeRow> ownedBy(String owner, String after, int limit) {
    return statements.list("read/owned", Rows::node, owner, after, limit);
  }

  @Override
  public List<String> grantedTo(Principal principal, int limit) {
    return statements.list("read/granted_to", row -> row.getString(1), principal.value(), limit);
  }

  @Override
  public @Nullable MailboxRow mailbox(Principal user) {
    return statements.first("read/mailbox", Rows::mailbox, user.value());
  }

  @Override
  public List<ItemRow> itemsOf(Principal user, int limit) {
    return statements.list("read/items_of_user", row -> Rows.item(row, 1), user.value(), limit);
  }

  @Override
  public List<ItemRow> itemsOf(String nodeId) {
    return statements.list("read/items_of_node", row -> Rows.item(row, 1), nodeId);
  }

  @Override
  public List<Principal> membersOf(Principal group) {
    return statements.list(
        "read/group_members", row -> new Principal(row.getString(1)), group.value());
  }

  @Override
  public List<MemberRow> members(Optional<Role> role, int limit) {
    return role.isPresent()
        ? statements.list("read/members_of_role", Rows::member, limit, role.get().word())
        : statements.list("read/members", Rows::member, limit);
  }

  @Override
  public @Nullable String holder(UniqueKey key) {
    if (assumptions.isNew(key)) {
      return null;
    }
    return statements.first(
        "read/holder", row -> row.getString(1), key.typeId(), key.constraint(), key.bytes());
  }

  @Override
  public void eachCandidate(int typeId, List<Filter> filters, Predicate<NodeRow> visitor) {
    Optional<NodeType> type = schema.nodeType(typeId);
    // A type that the record itself brings has no indexes yet, and neither have its new fields.
    List<Filter> indexed =
        filters.stream()
            .filter(filter -> type.flatMap(it -> it.field(filter.fieldId())).isPresent())
            .toList();
    NodeSelect select =
        NodeSelect.candidates(statements, type.orElse(NodeType.of(typeId, "", List.of())), indexed);
    statements.eachOf(select.sql(), row -> visitor.test(Rows.node(row)), select.values());
  }

  @Override
  public @Nullable EdgeRow edge(EdgeKey key) {
    return assumptions.isNew(key)
        ? null
        : statements.first("read/edge", Rows::edge, key.edgeType(), key.from(), key.to());
  }

  @Override
  public List<EdgeRow> edgesAt(String nodeId) {
    return statements.list("read/edges_at", Rows::edge, nodeId);
  }

  @Override
  public List<EdgeRow> edgesFrom(int edgeType, String nodeId) {
    return statements.list("read/edges_of_type", Rows::edge, nodeId, edgeType);
  }

  @Override
  public Access access(Principal actor, Authority authority) {
    return standing.access(actor, authority, () -> Access.of(actor, authority, this));
  }

  @Override
  public @Nullable MemberRow member(Principal user) {
    return standing.member(user, it -> statements.first("read/member", Rows::member, it.value()));
  }

  @Override
  public boolean hasSeveralOwners() {
    @Nullable Long owners = statements.first("read/owners", row -> row.getLong(1));
    return owners != null && owners > 1;
  }

  @Override
  public List<Principal> groupsOf(Principal member) {
    return standing.groupsOf(
        member,
        it ->
            statements.list("read/groups_of", row -> new Principal(row.getString(1)), it.value()));
  }

  @Override
  public @Nullable String groupRole(Principal group, Principal member) {
    return statements.first(
        "read/group_role", row -> row.getString(1), member.value(), group.value());
  }

  @Override
  public @Nullable String setting(String name) {
    return standing.setting(
        name, it -> statements.first("read/setting", row -> row.getString(1), it));
  }

  @Override
  public List<OutboxRow> outboxThrough(TenantId target, long number) {
    return statements.list("read/outbox_through", Rows::outbox, target.value(), number);
  }

  @Override
  public long outboxLast(TenantId target) {
    @Nullable Long last =
        statements.first("read/outbox_last", row -> row.getLong(1), target.value());
    return last == null ? 0 : last;
  }

  @Override
  public InboxMark inbox(TenantId source) {
    @Nullable InboxMark mark = statements.first("read/inbox", Rows::inbox, source.value());
    return mark == null ? InboxMark.none(source) : mark;
  }

  @Override
  public boolean isSeen(Principal principal) {
    return standing.isSeen(
        principal, it -> statements.first("read/seen", row -> row.getInt(1), it.value()) != null);
  }

  @Override
  public boolean isFrozen(Principal user) {
    return standing.isFrozen(
        user, it -> statements.first("read/frozen", row -> row.getInt(1), it.value()) != null);
  }

  @Override
  public List<Membership> memberships(Principal user) {
    return statements.list("read/memberships", Rows::membership, user.value());
  }

  @Override
  public @Nullable Membership membership(Principal user, TenantId id) {
    return statements.first("read/membership", Rows::membership, user.value(), id.value());
  }

  @Override
  public List<TenantId> sightings(Principal principal) {
    return statements.list(
        "read/sightings", row -> new TenantId(row.getString(1)), principal.value());
  }

  @Override
  public List<Principal> sightedNames(Principal user, TenantId id) {
    return statements.list("read/sighted_names", SqlView::principal, user.value(), id.value());
  }

  @Override
  public List<TenantId> tenantsWith(Principal user) {
    return statements.list(
        "read/tenants_with", row -> new TenantId(row.getString(1)), user.value());
  }

  @Override
  public List<UserEntry> deletedUsersIn(TenantId id) {
    return statements.list("read/deleted_users_in", Rows::user, id.value());
  }

  @Override
  public boolean hasOtherOwner(TenantId id, Principal user) {
    return statements.first("read/other_owner", row -> row.getInt(1), id.value(), user.value())
        != null;
  }

  @Override
  public List<TenantStanding> tenantsDue(long time, int limit) {
    return statements.list("read/tenants_due", Rows::standing, time, limit);
  }

  @Override
  public List<NodeRow> nodesAfter(String id, int limit) {
    return statements.list("read/nodes_after", Rows::node, id, limit);
  }

  @Override
  public List<String> nodesGrantedTo(Principal user, int limit) {
    return statements.list("read/nodes_granted_to", row -> row.getString(1), user.value(), limit);
  }

  @Override
  public List<Principal> seenNames(Principal user) {
    return statements.list("read/seen_names", SqlView::principal, user.value());
  }

  private static Principal principal(ResultSet row) throws SQLException {
    return new Principal(row.getString(1));
  }

  @Override
  public boolean isSighted(Principal principal, TenantId id) {
    return statements.first("read/sighting", row -> row.getInt(1), principal.value(), id.value())
        != null;
  }

  @Override
  public @Nullable TenantStanding standing(TenantId id) {
    return statements.first("read/tenant_standing", Rows::standing, id.value());
  }

  @Override
  public @Nullable UserEntry user(Principal user) {
    return statements.first("read/user", Rows::user, user.value());
  }

  @Override
  public List<UserEntry> usersDue(long time, int limit) {
    return statements.list("read/users_due", Rows::user, time, limit);
  }

  @Override
  public @Nullable UserEntry userByEmail(String email) {
    return statements.first("read/user_by_email", Rows::user, email);
  }

  @Override
  public @Nullable ApiKeyEntry apiKey(String id) {
    return statements.first("read/api_key", Rows::apiKey, id);
  }

  @Override
  public List<Principal> unseenIn(RebaseImage image) {
    return images.of(image).list("dump/seen", SqlView::principal).stream()
        .filter(principal -> !isSeen(principal))
        .toList();
  }

  @Override
  public List<Membership> membershipsIn(TenantId id) {
    return statements.list("read/memberships_in", Rows::membership, id.value());
  }

  @Override
  public List<Principal> sightedIn(TenantId id) {
    return statements.list("read/sighted_in", SqlView::principal, id.value());
  }

  @Override
  public List<Principal> seen() {
    return statements.list("dump/seen", SqlView::principal);
  }

  @Override
  public List<Principal> frozen() {
    return statements.list("dump/frozen", SqlView::principal);
  }

  @Override
  public Optional<TenantEntry> entry(TenantId id) {
    return Optional.ofNullable(statements.first("read/entry", Rows::entry, id.value()));
  }
}
