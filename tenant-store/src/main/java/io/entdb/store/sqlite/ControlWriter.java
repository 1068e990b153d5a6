package io.entdb.store.sqlite;

import io.entdb.model.TenantId;
import io.entdb.model.record.FollowUpCodec;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.OutcomeCodec;
import io.entdb.model.record.UnknownFormatException;
import io.entdb.store.InboxMark;
import io.entdb.store.Membership;
import io.entdb.store.OutboxRow;
import io.entdb.store.TenantStanding;
import io.entdb.store.UserEntry;
import io.entdb.store.rules.Change;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Carries out changes of the control plane: rows and the digest. */
final class ControlWriter {
  private final Statements statements;
  private final RowHash hash;
  private final Digest digest;

  ControlWriter(Statements statements, RowHash hash, Digest digest) {
    this.statements = statements;
    this.hash = hash;
    this.digest = digest;
  }

  void carryOut(Change.Control change) {
    switch (change) {
      case Change.OfUser(var before, var after) -> user(before, after);
      case Change.OfOutbox(var row, var waits) -> outbox(row, waits);
      case Change.OfOutboxLast(var target, var before, var after) ->
          outboxLast(target, before, after);
      case Change.OfInbox(var before, var after) -> inbox(before, after);
      case Change.OfSeen(var principal, var seen) -> {
        statements.update(seen ? "write/put_seen" : "write/delete_seen", principal.value());
        count(hash.ofSeen(principal), seen);
      }
      case Change.OfFrozen(var user, var frozen) -> {
        statements.update(frozen ? "write/put_frozen" : "write/delete_frozen", user.value());
        count(hash.ofFrozen(user), frozen);
      }
      case Change.OfMembership(var before, var after) -> membership(before, after);
      case Change.OfSighting(var principal, var tenant, var seen) -> {
        statements.update(
            seen ? "write/put_sighting" : "write/delete_sighting",
            principal.value(),
            tenant.value());
        count(hash.ofSighting(principal, tenant), seen);
      }
      case Change.OfStanding(var before, var after) -> standing(before, after);
      case Change.ScrubOutcomes _ -> scrubOutcomes();
      case Change.EraseAll _, Change.Rebase _ ->
          throw new IllegalStateException(
              "a tenant's data are replaced by the writer of the store");
    }
  }

  private void scrubOutcomes() {
    statements.update("write/cut_feed");
    for (Rows.OutcomeRow row : statements.list("dump/outcomes", Rows::outcome)) {
      byte[] scrubbed = scrubbed(row.body());
      if (!Arrays.equals(scrubbed, row.body())) {
        digest.subtract(hash.of(row));
        statements.update("write/update_outcome", row.n(), scrubbed);
        digest.add(
            hash.of(
                new Rows.OutcomeRow(
                    row.n(), row.key(), row.requestHash(), row.tenantTime(), scrubbed)));
      }
    }
  }

  /** A refusal quotes what the client sent; what was applied names nodes only. */
  private static byte[] scrubbed(byte[] body) {
    try {
      return OutcomeCodec.decode(body) instanceof Outcome.Refused refused
          ? OutcomeCodec.encode(
              Outcome.Refused.of(refused.code(), refused.opIndex(), "erased since"))
          : body;
    } catch (UnknownFormatException e) {
      throw new IllegalStateException("damaged outcome row", e);
    }
  }

  private void count(byte[] rowHash, boolean present) {
    if (present) {
      digest.add(rowHash);
    } else {
      digest.subtract(rowHash);
    }
  }

  private void user(@Nullable UserEntry before, UserEntry after) {
    if (before != null) {
      digest.subtract(hash.of(before));
    }
    statements.update(
        "write/put_user",
        after.user().value(),
        after.email(),
        after.name(),
        after.status().word(),
        after.createdAt(),
        after.updatedAt(),
        after.deletionRequestedAt(),
        after.deleteAt());
    digest.add(hash.of(after));
  }

  private void outbox(OutboxRow row, boolean waits) {
    if (waits) {
      statements.update(
          "write/put_outbox",
          row.target().value(),
          row.number(),
          FollowUpCodec.encode(row.followUp()));
    } else {
      statements.update("write/delete_outbox", row.target().value(), row.number());
    }
    count(hash.of(row), waits);
  }

  private void outboxLast(TenantId target, long before, long after) {
    if (before != 0) {
      digest.subtract(hash.ofOutboxLast(target, before));
    }
    statements.update("write/put_outbox_last", target.value(), after);
    digest.add(hash.ofOutboxLast(target, after));
  }

  private void inbox(InboxMark before, InboxMark after) {
    if (before.number() != 0) {
      digest.subtract(hash.of(before));
    }
    statements.update(
        "write/put_inbox", after.source().value(), after.incarnation(), after.number());
    digest.add(hash.of(after));
  }

  private void membership(@Nullable Membership before, @Nullable Membership after) {
    if (before != null) {
      digest.subtract(hash.of(before));
    }
    if (after != null) {
      statements.update(
          "write/put_membership",
          after.user().value(),
          after.tenant().value(),
          after.role().word(),
          after.joinedAt());
      digest.add(hash.of(after));
    } else if (before != null) {
      statements.update("write/delete_membership", before.user().value(), before.tenant().value());
    }
  }

  private void standing(@Nullable TenantStanding before, TenantStanding after) {
    if (before != null) {
      digest.subtract(hash.of(before));
    }
    statements.update(
        "write/put_tenant_standing",
        after.tenant().value(),
        after.status().word(),
        after.deletionRequestedAt(),
        after.deleteAt());
    digest.add(hash.of(after));
  }
}
