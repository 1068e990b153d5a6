package io.entdb.store.rules;

import io.entdb.model.Grant;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.record.FollowUp;
import io.entdb.model.record.TenantStatus;
import io.entdb.model.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant tells the directory of a decision's changes: members, its status, and principals of
 * which it holds something for the first time (ADR 0013 D9).
 */
final class Reports {
  private static final Set<String> KINDS = Set.of("user", "service", "tenant");

  private final Schema schema;
  private final Predicate<Principal> isSeen;
  private final Outbox outbox;
  private final TreeSet<Principal> seen = new TreeSet<>();
  private String lastOwner = "";

  /**
   * @param schema after the decision
   * @param isSeen whether the directory was told of a principal before
   */
  Reports(Schema schema, Predicate<Principal> isSeen, Outbox outbox) {
    this.schema = schema;
    this.isSeen = isSeen;
    this.outbox = outbox;
  }

  /** Adds what the directory has to know to the outbox, and answers what is noted of that here. */
  List<Change> of(List<Change> changes) {
    for (Change change : changes) {
      switch (change) {
        case Change.OfMember it -> member(it);
        case Change.OfGroupMember it -> {
          if (it.after() != null) {
            seen.add(it.after().member());
          }
        }
        case Change.OfGrants it -> it.after().stream().map(Grant::principal).forEach(seen::add);
        case Change.OfNode it -> {
          if (it.after() != null) {
            node(it.before(), it.after());
          }
        }
        case Change.OfSetting it -> {
          if (it.name().equals(TenantStatus.SETTING)) {
            tell(new FollowUp.StatusChanged(TenantStatus.ofSetting(it.after())));
          }
        }
        case Change.OfItem it -> {
          if (it.after() != null) {
            seen.add(it.after().user());
          }
        }
        case Change.OfMailbox _ -> {}
        case Change.OfEdge _,
            Change.OfKey _,
            Change.OfSchema _,
            Change.NewTenant _,
            Change.OfApiKey _ -> {}
        case Change.NewLife _, Change.Control _ -> {}
      }
    }
    return sightings();
  }

  private void member(Change.OfMember change) {
    if (change.after() != null) {
      Principal user = change.after().member().user();
      seen.add(user);
      tell(
          new FollowUp.MembershipChanged(
              user, Optional.of(change.after().member().role()), change.after().joinedAt()));
    } else if (change.before() != null) {
      tell(
          new FollowUp.MembershipChanged(
              change.before().member().user(), Optional.empty(), change.before().joinedAt()));
    }
  }

  /** Most plans change nodes of owners who are known: those cost no look-up and no object. */
  private void node(@Nullable NodeRow before, NodeRow after) {
    boolean sameOwner = before != null && before.owner().equals(after.owner());
    if (!sameOwner && !after.owner().equals(lastOwner)) {
      lastOwner = after.owner();
      seen.add(new Principal(after.owner()));
    }
    subject(schema, after).ifPresent(seen::add);
  }

  /** The user whom a node is about, by its type's subject field. */
  static Optional<Principal> subject(Schema schema, NodeRow node) {
    return schema
        .nodeType(node.typeId())
        .filter(type -> type.subjectField() != 0)
        .map(type -> node.payload().get(type.subjectField()))
        .filter(value -> value instanceof Value.Str)
        .flatMap(value -> Principal.ofUserId(((Value.Str) value).value()));
  }

  private List<Change> sightings() {
    var changes = new ArrayList<Change>();
    for (Principal principal : seen) {
      boolean counts = KINDS.contains(principal.kind()) && !principal.equals(Principal.EVERYONE);
      if (counts && !isSeen.test(principal)) {
        changes.add(new Change.OfSeen(principal, true));
        tell(new FollowUp.PrincipalSeen(principal));
      }
    }
    return changes;
  }

  private void tell(FollowUp followUp) {
    outbox.add(TenantId.SYSTEM, followUp);
  }
}
