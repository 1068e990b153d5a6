package io.entdb.store.sqlite;

import io.entdb.model.Grant;
import io.entdb.model.record.ApiKeyCodec;
import io.entdb.model.record.PayloadCodec;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.Schema;
import io.entdb.store.ApiKeyEntry;
import io.entdb.store.TenantEntry;
import io.entdb.store.rules.Change;
import io.entdb.store.rules.EdgeRow;
import io.entdb.store.rules.GroupMemberRow;
import io.entdb.store.rules.ItemRow;
import io.entdb.store.rules.MailboxRow;
import io.entdb.store.rules.MemberRow;
import io.entdb.store.rules.NodeRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries changes out: rows, what follows from them, and the digest. Decides nothing. */
final class ChangeWriter {
  private final Statements statements;
  private final Assumptions assumptions;
  private final RowHash hash;
  private final Digest digest;
  private final NodeIndexes indexes;
  private final ControlWriter control;

  ChangeWriter(Statements statements, RowHash hash, Digest digest, Assumptions assumptions) {
    this.statements = statements;
    this.assumptions = assumptions;
    this.hash = hash;
    this.digest = digest;
    this.indexes = new NodeIndexes(statements);
    this.control = new ControlWriter(statements, hash, digest);
  }

  /**
   * Carries out one change.
   *
   * @param schema the schema after the record that caused it
   */
  void carryOut(Change change, Schema schema) {
    switch (change) {
      case Change.OfNode(var before, var after) -> node(before, after, schema);
      case Change.OfGrants(var nodeId, var before, var after) -> grants(nodeId, before, after);
      case Change.OfEdge(var before, var after) -> edge(before, after, schema);
      case Change.OfMailbox(var before, var after) -> mailbox(before, after);
      case Change.OfItem(var before, var after) -> item(before, after);
      case Change.OfKey(var key, var holder) -> {
        if (holder == null) {
          statements.update("write/delete_key", key.typeId(), key.constraint(), key.bytes());
        } else {
          statements.update(
              assumptions.mustBeNew(key) ? "write/insert_key" : "write/put_key",
              key.typeId(),
              key.constraint(),
              key.bytes(),
              holder);
        }
      }
      case Change.OfSchema(var before, var after) -> schema(before, after);
      case Change.OfMember(var before, var after) -> member(before, after);
      case Change.OfGroupMember(var before, var after) -> groupMember(before, after);
      case Change.OfSetting(var name, var before, var after) -> setting(name, before, after);
      case Change.OfApiKey(var before, var after) -> apiKey(before, after);
      case Change.NewTenant(var entry) -> entry(entry);
      case Change.Control it -> control.carryOut(it);
      case Change.NewLife _ ->
          throw new IllegalStateException("a new life is begun by the writer of the store");
    }
  }

  void putOutcome(Rows.OutcomeRow row, byte[] feed) {
    statements.update(
        "write/put_outcome",
        row.n(),
        row.key().value(),
        row.requestHash().bytes(),
        row.tenantTime(),
        row.body(),
        feed);
    digest.add(hash.of(row));
  }

  void removeOutcome(Rows.OutcomeRow row) {
    statements.update("write/delete_outcome", row.n());
    digest.subtract(hash.of(row));
  }

  private void node(@Nullable NodeRow before, @Nullable NodeRow after, Schema schema) {
    if (before != null && after != null && !isSameNode(before, after)) {
      // One plan removed the node and made another of the same id, perhaps of another type.
      node(before, null, schema);
      node(null, after, schema);
      return;
    }
    if (before != null) {
      digest.subtract(hash.of(before));
    }
    if (after != null) {
      byte[] payload = PayloadCodec.encode(after.payload());
      putNode(before, after, payload);
      digest.add(hash.of(after, payload));
    } else if (before != null) {
      statements.update("write/delete_node", before.id());
    }
    indexes.follow(before, after, schema);
  }

  /** Sets no column that stays the same: a column that is set costs the indexes that name it. */
  private void putNode(@Nullable NodeRow before, NodeRow after, byte[] payload) {
    if (before == null) {
      statements.update(
          "write/insert_node",
          after.id(),
          after.typeId(),
          payload,
          after.owner(),
          after.restricted(),
          after.version(),
          after.createdAt(),
          after.updatedAt(),
          after.deleted(),
          after.storage().number(),
          after.storage().userText());
    } else if (hasSameHeader(before, after)) {
      statements.update(
          "write/update_payload", after.id(), payload, after.version(), after.updatedAt());
    } else {
      statements.update(
          "write/update_node",
          after.id(),
          payload,
          after.owner(),
          after.restricted(),
          after.version(),
          after.updatedAt(),
          after.deleted());
    }
  }

  private static boolean hasSameHeader(NodeRow before, NodeRow after) {
    return before.owner().equals(after.owner())
        && before.restricted() == after.restricted()
        && before.deleted() == after.deleted();
  }

  /** Whether the row's columns that never change are the same. */
  private static boolean isSameNode(NodeRow before, NodeRow after) {
    return before.typeId() == after.typeId()
        && before.createdAt() == after.createdAt()
        && before.storage().equals(after.storage());
  }

  private void grants(String nodeId, List<Grant> before, List<Grant> after) {
    if (!before.isEmpty()) {
      statements.update("write/delete_grants", nodeId);
      before.forEach(grant -> digest.subtract(hash.of(nodeId, grant)));
    }
    for (Grant grant : after) {
      statements.update(
          "write/put_grant",
          nodeId,
          grant.principal().value(),
          grant.coreCaps(),
          Rows.extCaps(grant.extCapIds()),
          grant.expiresAt(),
          grant.deny());
      digest.add(hash.of(nodeId, grant));
    }
  }

  private void edge(@Nullable EdgeRow before, @Nullable EdgeRow after, Schema schema) {
    sharePath(before, after, schema);
    if (before != null) {
      digest.subtract(hash.of(before));
    }
    if (after != null) {
      byte[] props = PayloadCodec.encode(after.props());
      statements.update(
          before == null ? "write/insert_edge" : "write/update_edge",
          after.key().edgeType(),
          after.key().from(),
          after.key().to(),
          props,
          after.createdAt());
      digest.add(hash.of(after, props));
    } else if (before != null) {
      statements.update(
          "write/delete_edge", before.key().edgeType(), before.key().from(), before.key().to());
    }
  }

  private void sharePath(@Nullable EdgeRow before, @Nullable EdgeRow after, Schema schema) {
    @Nullable EdgeRow any = after != null ? after : before;
    if (any == null
        || (before == null) == (after == null)
        || !schema.edgeType(any.key().edgeType()).map(EdgeType::propagateShare).orElse(false)) {
      return;
    }
    statements.update(
        after != null ? "write/put_share_path" : "write/delete_share_path",
        any.key().to(),
        any.key().edgeType(),
        any.key().from());
  }

  private void mailbox(@Nullable MailboxRow before, @Nullable MailboxRow after) {
    if (before != null) {
      digest.subtract(hash.of(before));
    }
    if (after != null) {
      statements.update(
          "write/put_mailbox", after.user().value(), after.delivered(), after.readThrough());
      digest.add(hash.of(after));
    } else if (before != null) {
      statements.update("write/delete_mailbox", before.user().value());
    }
  }

  private void item(@Nullable ItemRow before, @Nullable ItemRow after) {
    if (before != null) {
      digest.subtract(hash.of(before));
    }
    if (after != null) {
      statements.update(
          "write/put_item",
          after.user().value(),
          after.number(),
          after.nodeId(),
          after.createdAt(),
          after.marked());
      digest.add(hash.of(after));
    } else if (before != null) {
      statements.update("write/delete_item", before.user().value(), before.number());
    }
  }

  private void member(@Nullable MemberRow before, @Nullable MemberRow after) {
    if (before != null) {
      digest.subtract(hash.of(before));
    }
    if (after != null) {
      statements.update(
          "write/put_member",
          after.member().user().value(),
          after.member().role().word(),
          after.joinedAt());
      digest.add(hash.of(after));
    } else if (before != null) {
      statements.update("write/delete_member", before.member().user().value());
    }
  }

  private void groupMember(@Nullable GroupMemberRow before, @Nullable GroupMemberRow after) {
    if (before != null) {
      digest.subtract(hash.of(before));
    }
    if (after != null) {
      statements.update(
          "write/put_group_member", after.group().value(), after.member().value(), after.role());
      digest.add(hash.of(after));
    } else if (before != null) {
      statements.update(
          "write/delete_group_member", before.group().value(), before.member().value());
    }
  }

  private void setting(String name, @Nullable String before, String after) {
    if (before != null) {
      digest.subtract(hash.ofSetting(name, before));
    }
    statements.update("write/put_setting", name, after);
    digest.add(hash.ofSetting(name, after));
  }

  private void apiKey(@Nullable ApiKeyEntry before, ApiKeyEntry after) {
    if (before != null) {
      digest.subtract(hash.of(before));
    }
    statements.update(
        "write/put_api_key",
        after.key().id(),
        ApiKeyCodec.encode(after.key()),
        after.createdAt(),
        after.former().map(it -> it.hash().bytes()).orElse(Rows.NO_BYTES),
        after.former().map(ApiKeyEntry.Former::until).orElse(0L),
        after.revokedAt());
    digest.add(hash.of(after));
  }

  private void entry(TenantEntry entry) {
    statements.update(
        "write/put_entry",
        entry.tenant().value(),
        entry.incarnation(),
        entry.name(),
        entry.owner().value(),
        entry.partition(),
        entry.logStart(),
        entry.createdAt());
    digest.add(hash.of(entry));
  }

  private void schema(Schema before, Schema after) {
    byte[] body = CachedSchema.of(after).body();
    if (!before.isEmpty()) {
      digest.subtract(hash.ofSchema(CachedSchema.of(before).body()));
    }
    statements.update("write/put_schema", body);
    digest.add(hash.ofSchema(body));
    SchemaIndexes.follow(statements, before, after);
  }
}
