package io.entdb.store.rules;

import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.record.FollowUp;
import io.entdb.model.record.TenantStatus;
import io.entdb.model.record.UserStatus;
import io.entdb.store.Membership;
import io.entdb.store.TenantStanding;
import io.entdb.store.UserEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the directory knows from tenants' reports, as one decision changes it. */
final class DirectoryIndex {
  private final TenantView view;
  private final Outbox outbox;
  private final Map<UserInTenant, Change.OfMembership> memberships = new LinkedHashMap<>();
  private final Map<TenantId, Change.OfStanding> standings = new LinkedHashMap<>();
  private final Map<UserInTenant, Change.OfSighting> sightings = new LinkedHashMap<>();

  private record UserInTenant(Principal principal, TenantId tenant) {}

  DirectoryIndex(TenantView view, Outbox outbox) {
    this.view = view;
    this.outbox = outbox;
  }

  List<Change> changes() {
    var changes = new ArrayList<Change>(memberships.values());
    changes.addAll(standings.values());
    changes.addAll(sightings.values());
    return changes;
  }

  void membershipChanged(TenantId tenant, FollowUp.MembershipChanged report) {
    var key = new UserInTenant(report.user(), tenant);
    Change.@Nullable OfMembership changed = memberships.get(key);
    @Nullable Membership before =
        changed == null ? view.membership(report.user(), tenant) : changed.before();
    @Nullable Membership after =
        report
            .role()
            .map(role -> new Membership(report.user(), tenant, role, report.joinedAt()))
            .orElse(null);
    memberships.put(key, new Change.OfMembership(before, after));
  }

  /** A tenant to which a user comes hears how the user stands. */
  void principalSeen(TenantId tenant, Principal principal) {
    var key = new UserInTenant(principal, tenant);
    if (view.isSighted(principal, tenant)) {
      sightings.remove(key);
    } else {
      sightings.put(key, new Change.OfSighting(principal, tenant, true));
    }
    @Nullable UserEntry user = view.user(principal.withoutTenant());
    if (user == null) {
      return;
    }
    if (user.status().mayWrite()) {
      // Between a recount and this, a thaw was not told; an older freeze may still be on its way.
      if (outbox.isAfterLoss() && principal.equals(user.user())) {
        outbox.add(tenant, new FollowUp.UserStanding(principal, true));
      }
      return;
    }
    if (user.status() == UserStatus.DELETED) {
      outbox.add(tenant, erasureOf(user));
    } else if (principal.equals(user.user())) {
      outbox.add(tenant, new FollowUp.UserStanding(principal, false));
    }
  }

  /**
   * A tenant that is deleted here is so, unless it says itself that it was put on hold before the
   * order to erase it came.
   */
  void statusChanged(TenantId tenant, TenantStatus status) {
    TenantStanding before = standing(tenant);
    if (before.status() == TenantStatus.DELETED) {
      if (status == TenantStatus.LEGAL_HOLD) {
        put(new TenantStanding(tenant, status, 0, 0));
      } else if (status != TenantStatus.DELETED) {
        outbox.add(tenant, new FollowUp.EraseTenant()); // The order was lost, or is on its way.
      }
      return;
    }
    put(before.in(status));
    if (before.status() == TenantStatus.LEGAL_HOLD && status != TenantStatus.LEGAL_HOLD) {
      view.deletedUsersIn(tenant).forEach(user -> outbox.add(tenant, erasureOf(user)));
    }
  }

  /** Forgets members and sightings of a tenant, which tells them anew (ADR 0017 D10). */
  void forget(TenantId tenant) {
    memberships.replaceAll(
        (key, change) ->
            key.tenant().equals(tenant) ? new Change.OfMembership(change.before(), null) : change);
    for (Membership stored : view.membershipsIn(tenant)) {
      memberships.put(
          new UserInTenant(stored.user(), tenant), new Change.OfMembership(stored, null));
    }
    sightings.keySet().removeIf(key -> key.tenant().equals(tenant));
    for (Principal principal : view.sightedIn(tenant)) {
      sightings.put(
          new UserInTenant(principal, tenant), new Change.OfSighting(principal, tenant, false));
    }
  }

  /** Has a user erased wherever something of it may be. What it alone owned goes as a whole. */
  void eraseUser(Principal user, Principal pseudonym) {
    var tenants = new TreeSet<>(view.tenantsWith(user));
    for (Membership membership : view.memberships(user)) {
      tenants.add(membership.tenant());
      TenantStatus status = standing(membership.tenant()).status();
      boolean closed = status == TenantStatus.LEGAL_HOLD || status == TenantStatus.DELETED;
      if (membership.role() == Role.OWNER
          && !closed
          && !view.hasOtherOwner(membership.tenant(), user)) {
        eraseTenant(membership.tenant());
      }
    }
    tenants.forEach(tenant -> outbox.add(tenant, new FollowUp.EraseUser(user, pseudonym, "")));
  }

  private static FollowUp erasureOf(UserEntry deleted) {
    return new FollowUp.EraseUser(deleted.user(), new Principal(deleted.name()), "");
  }

  void eraseTenant(TenantId tenant) {
    TenantStanding before = standing(tenant);
    put(before.in(TenantStatus.DELETED));
    outbox.add(tenant, new FollowUp.EraseTenant());
  }

  /** Forgets that a tenant held something of a user. */
  void userErased(TenantId tenant, Principal user) {
    sightings
        .keySet()
        .removeIf(it -> it.tenant().equals(tenant) && it.principal().isOrBelongsTo(user));
    for (Principal name : view.sightedNames(user, tenant)) {
      sightings.put(new UserInTenant(name, tenant), new Change.OfSighting(name, tenant, false));
    }
    var key = new UserInTenant(user, tenant);
    @Nullable Membership stored = view.membership(user, tenant);
    if (stored == null) {
      memberships.remove(key);
    } else {
      memberships.put(key, new Change.OfMembership(stored, null));
    }
  }

  /** Tells all tenants that may hold something of a user whether it may write. */
  void tellStanding(Principal user, boolean mayWrite) {
    for (TenantId tenant : tenantsOf(user)) {
      outbox.add(tenant, new FollowUp.UserStanding(user, mayWrite));
    }
  }

  /** Every tenant that the directory was told of a user by. */
  Set<TenantId> tenantsOf(Principal user) {
    return new TreeSet<>(view.sightings(user));
  }

  TenantStanding standing(TenantId tenant) {
    Change.@Nullable OfStanding changed = standings.get(tenant);
    if (changed != null) {
      return changed.after();
    }
    @Nullable TenantStanding stored = view.standing(tenant);
    return stored == null ? TenantStanding.active(tenant) : stored;
  }

  void put(TenantStanding after) {
    Change.@Nullable OfStanding changed = standings.get(after.tenant());
    @Nullable TenantStanding before =
        changed == null ? view.standing(after.tenant()) : changed.before();
    standings.put(after.tenant(), new Change.OfStanding(before, after));
  }
}
