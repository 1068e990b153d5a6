package io.entdb.store.rules;

import io.entdb.model.Grant;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.RebaseImage;
import io.entdb.model.schema.Schema;
import io.entdb.store.ApiKeyEntry;
import io.entdb.store.InboxMark;
import io.entdb.store.Membership;
import io.entdb.store.OutboxRow;
import io.entdb.store.TenantEntry;
import io.entdb.store.TenantStanding;
import io.entdb.store.UserEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a record does to the state. Changes of one record touch each row at most once. */
public sealed interface Change {
  /**
   * A node comes, changes or goes.
   *
   * @param before null = it was not there
   * @param after null = it is removed
   */
  record OfNode(@Nullable NodeRow before, @Nullable NodeRow after) implements Change {}

  /** A node's grants become others. */
  record OfGrants(String nodeId, List<Grant> before, List<Grant> after) implements Change {}

  /** An edge comes, changes or goes. */
  record OfEdge(@Nullable EdgeRow before, @Nullable EdgeRow after) implements Change {}

  /** A unique key is held by another node, or by none. */
  record OfKey(UniqueKey key, @Nullable String holder) implements Change {}

  /** The schema becomes another. */
  record OfSchema(Schema before, Schema after) implements Change {}

  /** A user gets a role, another role, or loses it. */
  record OfMember(@Nullable MemberRow before, @Nullable MemberRow after) implements Change {}

  /** A principal enters a group, changes its role there, or leaves it. */
  record OfGroupMember(@Nullable GroupMemberRow before, @Nullable GroupMemberRow after)
      implements Change {}

  /**
   * A setting of the tenant gets a value.
   *
   * @param before null = it had none
   */
  record OfSetting(String name, @Nullable String before, String after) implements Change {}

  /** A user's mailbox comes or changes. */
  record OfMailbox(@Nullable MailboxRow before, @Nullable MailboxRow after) implements Change {}

  /** An item comes into a mailbox, is marked read, or goes. */
  record OfItem(@Nullable ItemRow before, @Nullable ItemRow after) implements Change {}

  /** An API key comes or changes. */
  record OfApiKey(@Nullable ApiKeyEntry before, ApiKeyEntry after) implements Change {}

  /** The directory learns of a tenant. */
  record NewTenant(TenantEntry entry) implements Change {}

  /** Of the control plane: users, and what crosses from one tenant to another. */
  sealed interface Control extends Change {}

  /** A user of the system comes or changes. */
  record OfUser(@Nullable UserEntry before, UserEntry after) implements Control {}

  /** A follow-up waits, or waits no longer. */
  record OfOutbox(OutboxRow row, boolean waits) implements Control {}

  /** The last number given to a follow-up for a target. */
  record OfOutboxLast(TenantId target, long before, long after) implements Control {}

  /** The last follow-up of a source that counted; number 0 = none did. */
  record OfInbox(InboxMark before, InboxMark after) implements Control {}

  /** The directory is told of a principal here, or the tenant holds nothing of it any more. */
  record OfSeen(Principal principal, boolean seen) implements Control {}

  /** A user may not write here, or may again. */
  record OfFrozen(Principal user, boolean frozen) implements Control {}

  /** The directory learns of a user's role in a tenant. */
  record OfMembership(@Nullable Membership before, @Nullable Membership after) implements Control {}

  /** The directory learns that a tenant may hold something of a principal, or no longer. */
  record OfSighting(Principal principal, TenantId tenant, boolean seen) implements Control {}

  /**
   * Outcomes keep what became of records and lose what may be personal: messages, details, and ids
   * of nodes that are gone.
   */
  record ScrubOutcomes() implements Control {}

  /**
   * Everything of the tenant is gone but what it still has to tell others. Always the first change
   * of its record.
   */
  record EraseAll() implements Control {}

  /** The tenant's data become those of an image. Always the first change of its record. */
  record Rebase(RebaseImage image) implements Control {}

  /** The directory learns how a tenant stands. */
  record OfStanding(@Nullable TenantStanding before, TenantStanding after) implements Control {}

  /** Everything before is gone and a new life begins. Always the first change of its record. */
  record NewLife(long incarnation) implements Change {}
}
