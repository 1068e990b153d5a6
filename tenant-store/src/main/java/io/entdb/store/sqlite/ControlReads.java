package io.entdb.store.sqlite;

import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.MonthlyUse;
import io.entdb.model.record.Quota;
import io.entdb.model.record.TenantStatus;
import io.entdb.model.record.UserStatus;
import io.entdb.store.ControlReader;
import io.entdb.store.InboxMark;
import io.entdb.store.Membership;
import io.entdb.store.OutboxRow;
import io.entdb.store.StoreState;
import io.entdb.store.TenantEntry;
import io.entdb.store.TenantStanding;
import io.entdb.store.UserEntry;
import io.entdb.store.rules.GroupMemberRow;
import io.entdb.store.rules.MemberRow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a state tells of the tenant itself, and that of the directory of others. */
abstract class ControlReads implements ControlReader {
  private final Statements statements;
  private final SqlView view;
  private final Sight sight;

  ControlReads(Statements statements, SqlView view, Sight sight) {
    this.statements = statements;
    this.view = view;
    this.sight = sight;
  }

  @Override
  public Quota quota() {
    return Quota.ofSetting(view.setting(Quota.SETTING));
  }

  @Override
  public MonthlyUse use(long time) {
    return MonthlyUse.ofSetting(view.setting(MonthlyUse.SETTING), time);
  }

  @Override
  public TenantStatus status() {
    return TenantStatus.ofSetting(view.setting(TenantStatus.SETTING));
  }

  @Override
  public List<MemberRow> members(Optional<Principal> after, int limit) {
    sight.requireRole();
    return statements.list("read/members_after", Rows::member, after(after), limit);
  }

  @Override
  public Optional<MemberRow> member(Principal user) {
    return Optional.ofNullable(view.member(user));
  }

  @Override
  public List<Principal> groups(Optional<Principal> after, int limit) {
    sight.requireRole();
    return statements.list(
        "read/groups_after", row -> new Principal(row.getString(1)), after(after), limit);
  }

  @Override
  public List<GroupMemberRow> groupMembers(Principal group, Optional<Principal> after, int limit) {
    sight.requireRole();
    return statements.list(
        "read/group_members_after", Rows::groupMember, group.value(), after(after), limit);
  }

  @Override
  public StoreState.Work work() {
    return Waiting.of(statements);
  }

  @Override
  public List<OutboxRow> followUps(int limit) {
    return statements.list("read/outbox", Rows::outbox, limit);
  }

  @Override
  public Optional<OutboxRow> followUpToItself() {
    return Optional.ofNullable(
        statements.first("read/outbox_first", Rows::outbox, view.tenant().value()));
  }

  @Override
  public List<Principal> seenNames(Principal user) {
    return view.seenNames(user);
  }

  @Override
  public InboxMark inbox(TenantId source) {
    return view.inbox(source);
  }

  @Override
  public List<Membership> memberships(Principal user) {
    return view.memberships(user);
  }

  @Override
  public List<TenantId> sightings(Principal principal) {
    return view.sightings(principal);
  }

  @Override
  public List<TenantId> tenantsWith(Principal user) {
    return view.tenantsWith(user);
  }

  @Override
  public TenantStanding standing(TenantId tenant) {
    @Nullable TenantStanding stored = view.standing(tenant);
    return stored == null ? TenantStanding.active(tenant) : stored;
  }

  @Override
  public boolean isFrozen(Principal user) {
    return view.isFrozen(user);
  }

  @Override
  public Optional<UserEntry> user(Principal user) {
    return Optional.ofNullable(view.user(user));
  }

  @Override
  public List<UserEntry> users(UserStatus status, long createdAt, String afterId, int limit) {
    return statements.list(
        "read/users_after", Rows::user, status.word(), createdAt, afterId, limit);
  }

  @Override
  public Optional<TenantEntry> tenant(TenantId tenant) {
    return view.entry(tenant);
  }

  @Override
  public List<TenantEntry> tenants(Optional<TenantId> after, int limit) {
    return statements.list(
        "read/entries_after", Rows::entry, after.map(TenantId::value).orElse(""), limit);
  }

  private static String after(Optional<Principal> last) {
    return last.map(Principal::value).orElse("");
  }
}
