package io.entdb.store.sqlite;

import io.entdb.model.Grant;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.schema.Schema;
import io.entdb.store.StoredOutcome;
import io.entdb.store.TenantEntry;
import io.entdb.store.UserEntry;
import io.entdb.store.rules.EdgeKey;
import io.entdb.store.rules.EdgeRow;
import io.entdb.store.rules.MemberRow;
import io.entdb.store.rules.NodeRow;
import io.entdb.store.rules.TenantView;
import io.entdb.store.rules.UniqueKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules' view of a tenant, straight from SQLite. */
final class SqlView implements TenantView {
  private final Statements statements;
  private final TenantId tenant;
  private final long incarnation;
  private final Schema schema;
  private final Standing standing;

  SqlView(
      Statements statements, TenantId tenant, long incarnation, Schema schema, Standing standing) {
    this.statements = statements;
    this.tenant = tenant;
    this.incarnation = incarnation;
    this.schema = schema;
    this.standing = standing;
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
    return Optional.ofNullable(statements.first("read/outcome", Rows::storedOutcome, key.value()));
  }

  @Override
  public @Nullable NodeRow node(String id) {
    return statements.first("read/node", Rows::node, id);
  }

  @Override
  public List<Grant> grants(String nodeId) {
    return statements.list("read/grants", Rows::grant, nodeId);
  }

  @Override
  public @Nullable String holder(UniqueKey key) {
    return statements.first(
        "read/holder", row -> row.getString(1), key.typeId(), key.constraint(), key.bytes());
  }

  @Override
  public @Nullable EdgeRow edge(EdgeKey key) {
    return statements.first("read/edge", Rows::edge, key.edgeType(), key.from(), key.to());
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
  public @Nullable UserEntry user(Principal user) {
    return statements.first("read/user", Rows::user, user.value());
  }

  @Override
  public @Nullable UserEntry userByEmail(String email) {
    return statements.first("read/user_by_email", Rows::user, email);
  }

  @Override
  public Optional<TenantEntry> entry(TenantId id) {
    return Optional.ofNullable(statements.first("read/entry", Rows::entry, id.value()));
  }
}
