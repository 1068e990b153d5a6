package io.entdb.store.rules;

import io.entdb.model.Grant;
import io.entdb.model.schema.Schema;
import io.entdb.store.ApiKeyEntry;
import io.entdb.store.TenantEntry;
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

  /** A user of the system comes or changes. */
  record OfUser(@Nullable UserEntry before, UserEntry after) implements Change {}

  /** Everything before is gone and a new life begins. Always the first change of its record. */
  record NewLife(long incarnation) implements Change {}
}
