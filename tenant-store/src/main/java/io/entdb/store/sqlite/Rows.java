package io.entdb.store.sqlite;

import io.entdb.model.Grant;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.SecretHash;
import io.entdb.model.Storage;
import io.entdb.model.TenantId;
import io.entdb.model.record.ApiKeyCodec;
import io.entdb.model.record.FollowUpCodec;
import io.entdb.model.record.Member;
import io.entdb.model.record.OutcomeCodec;
import io.entdb.model.record.PayloadCodec;
import io.entdb.model.record.RequestHash;
import io.entdb.model.record.TenantStatus;
import io.entdb.model.record.UnknownFormatException;
import io.entdb.model.record.UserStatus;
import io.entdb.store.ApiKeyEntry;
import io.entdb.store.InboxMark;
import io.entdb.store.Membership;
import io.entdb.store.OutboxRow;
import io.entdb.store.StoredOutcome;
import io.entdb.store.TenantEntry;
import io.entdb.store.TenantStanding;
import io.entdb.store.UserEntry;
import io.entdb.store.rules.EdgeKey;
import io.entdb.store.rules.EdgeRow;
import io.entdb.store.rules.GroupMemberRow;
import io.entdb.store.rules.ItemRow;
import io.entdb.store.rules.MailboxRow;
import io.entdb.store.rules.MemberRow;
import io.entdb.store.rules.NodeRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows of SQLite as values. Columns stand in the order of the statements under {@code sql/}. */
final class Rows {
  /** What stands in a column that may hold bytes and has none. */
  static final byte[] NO_BYTES = new byte[0];

  private Rows() {}

  /** An outcome with its key and time. */
  record OutcomeRow(
      long n, IdempotencyKey key, RequestHash requestHash, long tenantTime, byte[] body) {}

  static NodeRow node(ResultSet row) throws SQLException {
    return new NodeRow(
        row.getString(1),
        row.getInt(2),
        PayloadCodec.decode(row.getBytes(3)),
        row.getString(4),
        row.getInt(5) != 0,
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getInt(9) != 0,
        Storage.of(row.getInt(10), row.getString(11)));
  }

  static EdgeRow edge(ResultSet row) throws SQLException {
    return new EdgeRow(
        new EdgeKey(row.getInt(1), row.getString(2), row.getString(3)),
        PayloadCodec.decode(row.getBytes(4)),
        row.getLong(5));
  }

  static Grant grant(ResultSet row) throws SQLException {
    return grantFrom(row, 1);
  }

  static Grant grantFrom(ResultSet row, int first) throws SQLException {
    return new Grant(
        new Principal(row.getString(first)),
        row.getInt(first + 1),
        extCaps(row.getString(first + 2)),
        row.getLong(first + 3),
        row.getInt(first + 4) != 0);
  }

  static MemberRow member(ResultSet row) throws SQLException {
    return new MemberRow(
        new Member(new Principal(row.getString(1)), roleOf(row.getString(2))), row.getLong(3));
  }

  static GroupMemberRow groupMember(ResultSet row) throws SQLException {
    return new GroupMemberRow(
        new Principal(row.getString(1)), new Principal(row.getString(2)), row.getString(3));
  }

  static MailboxRow mailbox(ResultSet row) throws SQLException {
    return new MailboxRow(new Principal(row.getString(1)), row.getLong(2), row.getLong(3));
  }

  static ItemRow item(ResultSet row, int first) throws SQLException {
    return new ItemRow(
        new Principal(row.getString(first)),
        row.getLong(first + 1),
        row.getString(first + 2),
        row.getLong(first + 3),
        row.getInt(first + 4) != 0);
  }

  static StoredOutcome storedOutcome(ResultSet row) throws SQLException {
    try {
      return new StoredOutcome(
          row.getLong(1), new RequestHash(row.getBytes(2)), OutcomeCodec.decode(row.getBytes(3)));
    } catch (UnknownFormatException e) {
      throw new SQLException("damaged outcome row", e);
    }
  }

  static OutcomeRow outcome(ResultSet row) throws SQLException {
    return new OutcomeRow(
        row.getLong(1),
        new IdempotencyKey(row.getString(2)),
        new RequestHash(row.getBytes(3)),
        row.getLong(4),
        row.getBytes(5));
  }

  static TenantEntry entry(ResultSet row) throws SQLException {
    return new TenantEntry(
        new TenantId(row.getString(1)),
        row.getLong(2),
        row.getString(3),
        new Principal(row.getString(4)),
        row.getInt(5),
        row.getLong(6),
        row.getLong(7));
  }

  static UserEntry user(ResultSet row) throws SQLException {
    String status = row.getString(4);
    return new UserEntry(
        new Principal(row.getString(1)),
        row.getString(2),
        row.getString(3),
        UserStatus.ofWord(status).orElseThrow(() -> new SQLException("damaged status " + status)),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8));
  }

  static ApiKeyEntry apiKey(ResultSet row) throws SQLException {
    try {
      long until = row.getLong(4);
      return new ApiKeyEntry(
          ApiKeyCodec.decode(row.getBytes(1)),
          row.getLong(2),
          until == 0
              ? Optional.empty()
              : Optional.of(new ApiKeyEntry.Former(new SecretHash(row.getBytes(3)), until)),
          row.getLong(5));
    } catch (UnknownFormatException e) {
      throw new SQLException("damaged API key", e);
    }
  }

  static OutboxRow outbox(ResultSet row) throws SQLException {
    try {
      return new OutboxRow(
          new TenantId(row.getString(1)), row.getLong(2), FollowUpCodec.decode(row.getBytes(3)));
    } catch (UnknownFormatException e) {
      throw new SQLException("damaged outbox row", e);
    }
  }

  static InboxMark inbox(ResultSet row) throws SQLException {
    return new InboxMark(new TenantId(row.getString(1)), row.getLong(2), row.getLong(3));
  }

  static Membership membership(ResultSet row) throws SQLException {
    return new Membership(
        new Principal(row.getString(1)),
        new TenantId(row.getString(2)),
        roleOf(row.getString(3)),
        row.getLong(4));
  }

  static TenantStanding standing(ResultSet row) throws SQLException {
    return new TenantStanding(
        new TenantId(row.getString(1)),
        TenantStatus.ofSetting(row.getString(2)),
        row.getLong(3),
        row.getLong(4));
  }

  static String extCaps(List<Integer> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<Integer> extCaps(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }

  private static Role roleOf(String word) throws SQLException {
    return Role.ofWord(word).orElseThrow(() -> new SQLException("damaged role " + word));
  }
}
