package io.entdb.store.sqlite;

import io.entdb.model.Grant;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.PayloadCodec;
import io.entdb.store.ApiKeyEntry;
import io.entdb.store.TenantEntry;
import io.entdb.store.UserEntry;
import io.entdb.store.rules.EdgeRow;
import io.entdb.store.rules.GroupMemberRow;
import io.entdb.store.rules.ItemRow;
import io.entdb.store.rules.MailboxRow;
import io.entdb.store.rules.MemberRow;
import io.entdb.store.rules.NodeRow;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Walks over all logical rows of a tenant: each as a line of text and as the hash it adds. */
final class LogicalRows {
  private final Statements statements;
  private final RowHash hash = new RowHash();

  LogicalRows(Statements statements) {
    this.statements = statements;
  }

  void each(BiConsumer<String, byte[]> visitor) {
    statements.each(
        "dump/nodes",
        row -> {
          NodeRow node = Rows.node(row);
          visitor.accept(
              "node %s type=%d payload=%s owner=%s restricted=%s version=%d created=%d updated=%d deleted=%s %s"
                  .formatted(
                      node.id(),
                      node.typeId(),
                      hex(PayloadCodec.encode(node.payload())),
                      node.owner(),
                      node.restricted(),
                      node.version(),
                      node.createdAt(),
                      node.updatedAt(),
                      node.deleted(),
                      node.storage()),
              hash.of(node));
          return true;
        });
    statements.each(
        "dump/grants",
        row -> {
          String nodeId = row.getString(1);
          Grant grant = Rows.grantFrom(row, 2);
          visitor.accept("grant " + nodeId + " " + grant, hash.of(nodeId, grant));
          return true;
        });
    statements.each(
        "dump/edges",
        row -> {
          EdgeRow edge = Rows.edge(row);
          visitor.accept(
              "edge %d %s -> %s props=%s created=%d"
                  .formatted(
                      edge.key().edgeType(),
                      edge.key().from(),
                      edge.key().to(),
                      hex(PayloadCodec.encode(edge.props())),
                      edge.createdAt()),
              hash.of(edge));
          return true;
        });
    statements.each(
        "dump/members",
        row -> {
          MemberRow member = Rows.member(row);
          visitor.accept(member.toString(), hash.of(member));
          return true;
        });
    statements.each(
        "dump/group_members",
        row -> {
          GroupMemberRow member = Rows.groupMember(row);
          visitor.accept(member.toString(), hash.of(member));
          return true;
        });
    statements.each(
        "dump/mailboxes",
        row -> {
          MailboxRow mailbox = Rows.mailbox(row);
          visitor.accept(mailbox.toString(), hash.of(mailbox));
          return true;
        });
    statements.each(
        "dump/mailbox_items",
        row -> {
          ItemRow item = Rows.item(row, 1);
          visitor.accept(item.toString(), hash.of(item));
          return true;
        });
    statements.each(
        "dump/settings",
        row -> {
          String name = row.getString(1);
          String value = row.getString(2);
          visitor.accept("setting " + name + "=" + value, hash.ofSetting(name, value));
          return true;
        });
    statements.each(
        "dump/directory",
        row -> {
          TenantEntry entry = Rows.entry(row);
          visitor.accept(entry.toString(), hash.of(entry));
          return true;
        });
    statements.each(
        "dump/users",
        row -> {
          UserEntry user = Rows.user(row);
          visitor.accept(user.toString(), hash.of(user));
          return true;
        });
    statements.each(
        "dump/api_keys",
        row -> {
          ApiKeyEntry entry = Rows.apiKey(row);
          visitor.accept(entry.toString(), hash.of(entry));
          return true;
        });
    eachOfControl(visitor);
    byte @Nullable [] schema = statements.first("read/schema", row -> row.getBytes(1));
    if (schema != null) {
      visitor.accept("schema " + hex(schema), hash.ofSchema(schema));
    }
    statements.each(
        "dump/outcomes",
        row -> {
          Rows.OutcomeRow outcome = Rows.outcome(row);
          visitor.accept(
              "outcome %s n=%d request=%s time=%d body=%s"
                  .formatted(
                      outcome.key(),
                      outcome.n(),
                      outcome.requestHash(),
                      outcome.tenantTime(),
                      hex(outcome.body())),
              hash.of(outcome));
          return true;
        });
  }

  private void eachOfControl(BiConsumer<String, byte[]> visitor) {
    each("dump/outbox", Rows::outbox, hash::of, visitor);
    statements.each(
        "dump/outbox_last",
        row -> {
          var target = new TenantId(row.getString(1));
          long number = row.getLong(2);
          visitor.accept("outbox_last " + target + "=" + number, hash.ofOutboxLast(target, number));
          return true;
        });
    each("dump/inbox", Rows::inbox, hash::of, visitor);
    statements.each(
        "dump/seen",
        row -> {
          var principal = new Principal(row.getString(1));
          visitor.accept("seen " + principal, hash.ofSeen(principal));
          return true;
        });
    statements.each(
        "dump/frozen",
        row -> {
          var user = new Principal(row.getString(1));
          visitor.accept("frozen " + user, hash.ofFrozen(user));
          return true;
        });
    each("dump/memberships", Rows::membership, hash::of, visitor);
    statements.each(
        "dump/sightings",
        row -> {
          var principal = new Principal(row.getString(1));
          var tenant = new TenantId(row.getString(2));
          visitor.accept(
              "sighting " + principal + " in " + tenant, hash.ofSighting(principal, tenant));
          return true;
        });
    each("dump/tenant_standings", Rows::standing, hash::of, visitor);
  }

  /** Rows that are records and show themselves. */
  private <T> void each(
      String dump,
      Statements.RowReader<T> reader,
      Function<T, byte[]> hashOf,
      BiConsumer<String, byte[]> visitor) {
    statements.each(
        dump,
        row -> {
          T value = reader.read(row);
          visitor.accept(String.valueOf(value), hashOf.apply(value));
          return true;
        });
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
