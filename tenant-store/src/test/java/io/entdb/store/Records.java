package io.entdb.store;

import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.Authority;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.Member;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RecordCodec;
import io.entdb.model.record.RequestHash;
import io.entdb.model.record.WalRecord;
import io.entdb.model.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Log entries for tests, one tenant in its first life, positions rising by themselves. */
public final class Records {
  public static final Principal ALICE = new Principal("user:alice");
  public static final Principal BOB = new Principal("user:bob");
  public static final long LIFE = 1;

  /** Unix ms before the first record. */
  public static final long START = 1_700_000_000_000L;

  private final TenantId tenant;
  private final int partition;
  private long n = -1;
  private long time = START;
  private int keys;

  public Records(TenantId tenant, int partition) {
    this.tenant = tenant;
    this.partition = partition;
  }

  /** Lets time pass before the next record. */
  public Records later(long millis) {
    time += millis;
    return this;
  }

  /** The record that opens the tenant, with alice as its owner. */
  public LogEntry opening(Schema schema) {
    return entry(
        Principal.INTERNAL,
        new Authority.Privileged(),
        "open:" + LIFE,
        List.of(new Operation.OpenTenant(List.of(new Member(ALICE, Role.OWNER)), schema)));
  }

  /** A plan of alice's under a new key. */
  public LogEntry plan(Operation... operations) {
    return plan(ALICE, "key-" + keys++, operations);
  }

  public LogEntry plan(Principal actor, String key, Operation... operations) {
    return entry(actor, new Authority.Asserted(), key, List.of(operations));
  }

  public LogEntry entry(
      Principal actor, Authority authority, String key, List<Operation> operations) {
    var record =
        new WalRecord(
            1,
            tenant,
            LIFE,
            actor,
            authority,
            new IdempotencyKey(key),
            hashOf(actor + operations.toString()),
            "",
            operations);
    return raw(RecordCodec.encode(record));
  }

  /** An entry of any bytes at the next position. */
  public LogEntry raw(byte[] value) {
    n++;
    time++;
    return new LogEntry(new WalPosition(partition, n), 0, time, tenant.value(), value, List.of());
  }

  public static RequestHash hashOf(String request) {
    try {
      return new RequestHash(
          MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
