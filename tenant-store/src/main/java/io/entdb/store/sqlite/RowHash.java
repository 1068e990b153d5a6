package io.entdb.store.sqlite;

import io.entdb.model.Grant;
import io.entdb.model.Principal;
import io.entdb.model.Storage;
import io.entdb.model.TenantId;
import io.entdb.model.record.ApiKeyCodec;
import io.entdb.model.record.FollowUpCodec;
import io.entdb.model.record.PayloadCodec;
import io.entdb.store.ApiKeyEntry;
import io.entdb.store.InboxMark;
import io.entdb.store.Membership;
import io.entdb.store.OutboxRow;
import io.entdb.store.TenantEntry;
import io.entdb.store.TenantStanding;
import io.entdb.store.UserEntry;
import io.entdb.store.rules.EdgeRow;
import io.entdb.store.rules.GroupMemberRow;
import io.entdb.store.rules.ItemRow;
import io.entdb.store.rules.MailboxRow;
import io.entdb.store.rules.MemberRow;
import io.entdb.store.rules.NodeRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * SHA-256 of logical rows. A row's bytes are a letter for its table, then its columns: numbers as
 * {@code 'i'} and 8 bytes, texts as {@code 't'} and blobs as {@code 'b'} with a 4-byte length
 * before them, all big-endian. This encoding is part of every digest ever published: never change
 * it.
 *
 * <p>For one thread.
 */
final class RowHash {
  private final MessageDigest sha256;
  private ByteBuffer row = ByteBuffer.allocate(1024);

  RowHash() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  byte[] of(NodeRow node) {
    return of(node, PayloadCodec.encode(node.payload()));
  }

  /** As {@link #of(NodeRow)}, for a caller that has the encoded payload. */
  byte[] of(NodeRow node, byte[] payload) {
    RowHash columns =
        begin('N')
            .text(node.id())
            .number(node.typeId())
            .blob(payload)
            .text(node.owner())
            .number(node.restricted() ? 1 : 0)
            .number(node.version())
            .number(node.createdAt())
            .number(node.updatedAt())
            .number(node.deleted() ? 1 : 0);
    // Columns that came later are hashed only where they say something.
    return node.storage().equals(Storage.ofTenant())
        ? columns.end()
        : columns.number(node.storage().number()).text(node.storage().userText()).end();
  }

  byte[] of(String nodeId, Grant grant) {
    return begin('G')
        .text(nodeId)
        .text(grant.principal().value())
        .number(grant.coreCaps())
        .text(Rows.extCaps(grant.extCapIds()))
        .number(grant.expiresAt())
        .number(grant.deny() ? 1 : 0)
        .end();
  }

  byte[] of(EdgeRow edge) {
    return of(edge, PayloadCodec.encode(edge.props()));
  }

  /** As {@link #of(EdgeRow)}, for a caller that has the encoded props. */
  byte[] of(EdgeRow edge, byte[] props) {
    return begin('E')
        .number(edge.key().edgeType())
        .text(edge.key().from())
        .text(edge.key().to())
        .blob(props)
        .number(edge.createdAt())
        .end();
  }

  byte[] of(MemberRow row) {
    return begin('M')
        .text(row.member().user().value())
        .text(row.member().role().word())
        .number(row.joinedAt())
        .end();
  }

  byte[] of(GroupMemberRow row) {
    return begin('U').text(row.group().value()).text(row.member().value()).text(row.role()).end();
  }

  byte[] of(MailboxRow row) {
    return begin('B')
        .text(row.user().value())
        .number(row.delivered())
        .number(row.readThrough())
        .end();
  }

  byte[] of(ItemRow row) {
    return begin('I')
        .text(row.user().value())
        .number(row.number())
        .text(row.nodeId())
        .number(row.createdAt())
        .number(row.marked() ? 1 : 0)
        .end();
  }

  byte[] ofSetting(String name, String value) {
    return begin('P').text(name).text(value).end();
  }

  byte[] of(Rows.OutcomeRow outcome) {
    return begin('O')
        .text(outcome.key().value())
        .number(outcome.n())
        .blob(outcome.requestHash().bytes())
        .number(outcome.tenantTime())
        .blob(outcome.body())
        .end();
  }

  byte[] of(TenantEntry entry) {
    return begin('D')
        .text(entry.tenant().value())
        .number(entry.incarnation())
        .text(entry.name())
        .text(entry.owner().value())
        .number(entry.partition())
        .number(entry.logStart())
        .number(entry.createdAt())
        .end();
  }

  byte[] of(UserEntry user) {
    return begin('A')
        .text(user.user().value())
        .text(user.email())
        .text(user.name())
        .text(user.status().word())
        .number(user.createdAt())
        .number(user.updatedAt())
        .number(user.deletionRequestedAt())
        .number(user.deleteAt())
        .end();
  }

  byte[] of(ApiKeyEntry entry) {
    return begin('K')
        .blob(ApiKeyCodec.encode(entry.key()))
        .number(entry.createdAt())
        .blob(entry.former().map(it -> it.hash().bytes()).orElse(Rows.NO_BYTES))
        .number(entry.former().map(ApiKeyEntry.Former::until).orElse(0L))
        .number(entry.revokedAt())
        .end();
  }

  byte[] of(OutboxRow row) {
    return begin('X')
        .text(row.target().value())
        .number(row.number())
        .blob(FollowUpCodec.encode(row.followUp()))
        .end();
  }

  byte[] ofOutboxLast(TenantId target, long number) {
    return begin('L').text(target.value()).number(number).end();
  }

  byte[] of(InboxMark mark) {
    return begin('H')
        .text(mark.source().value())
        .number(mark.incarnation())
        .number(mark.number())
        .end();
  }

  byte[] ofSeen(Principal principal) {
    return begin('W').text(principal.value()).end();
  }

  byte[] ofFrozen(Principal user) {
    return begin('F').text(user.value()).end();
  }

  byte[] of(Membership row) {
    return begin('J')
        .text(row.user().value())
        .text(row.tenant().value())
        .text(row.role().word())
        .number(row.joinedAt())
        .end();
  }

  byte[] ofSighting(Principal principal, TenantId tenant) {
    return begin('Y').text(principal.value()).text(tenant.value()).end();
  }

  byte[] of(TenantStanding row) {
    return begin('Z')
        .text(row.tenant().value())
        .text(row.status().word())
        .number(row.deletionRequestedAt())
        .number(row.deleteAt())
        .end();
  }

  byte[] ofSchema(byte[] body) {
    return begin('S').blob(body).end();
  }

  byte[] ofTenant(long incarnation, long tenantTime) {
    return begin('T').number(incarnation).number(tenantTime).end();
  }

  private RowHash begin(char table) {
    row.clear();
    row.put((byte) table);
    return this;
  }

  private RowHash number(long value) {
    room(9).put((byte) 'i').putLong(value);
    return this;
  }

  private RowHash text(String value) {
    return tagged('t', value.getBytes(StandardCharsets.UTF_8));
  }

  private RowHash blob(byte[] value) {
    return tagged('b', value);
  }

  private RowHash tagged(char tag, byte[] value) {
    room(5 + value.length).put((byte) tag).putInt(value.length).put(value);
    return this;
  }

  private ByteBuffer room(int bytes) {
    if (row.remaining() < bytes) {
      int size = Math.max(row.capacity() * 2, row.position() + bytes);
      row = ByteBuffer.wrap(Arrays.copyOf(row.array(), size)).position(row.position());
    }
    return row;
  }

  private byte[] end() {
    sha256.update(row.array(), 0, row.position());
    return sha256.digest();
  }
}
