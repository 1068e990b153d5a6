package io.entdb.benchmarks.apply;

import io.entdb.model.IdempotencyKey;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.WalPosition;
import io.entdb.model.record.Authority;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.Member;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RecordCodec;
import io.entdb.model.record.RequestHash;
import io.entdb.model.record.WalRecord;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * A tenant's log as clients would write it: of each four records two create a node, one creates a
 * node and an edge from it to an earlier one, one updates an earlier node. Nodes have six fields,
 * one unique and one indexed; every second update moves the indexed one. The same seed gives the
 * same bytes.
 */
final class AccountLog {
  private static final int ACCOUNT = 1;
  private static final int FOLLOWS = 10;

  private static final int EMAIL = 1;
  private static final int SCORE = 2;
  private static final int NAME = 3;
  private static final int ABOUT = 4;
  private static final int ACTIVE = 5;
  private static final int JOINED = 6;

  private static final long LIFE = 1;
  private static final long START = 1_700_000_000_000L;
  private static final Principal WRITER = new Principal("user:writer");
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

  private final SplittableRandom random;
  private final TenantId tenant;
  private final List<String> ids = new ArrayList<>();
  private final List<LogEntry> entries = new ArrayList<>();

  private AccountLog(TenantId tenant, long seed) {
    this.tenant = tenant;
    this.random = new SplittableRandom(seed);
  }

  /** The record that opens the tenant, then {@code count} plans. */
  static List<LogEntry> of(TenantId tenant, int count, long seed) {
    var log = new AccountLog(tenant, seed);
    log.append(
        Principal.INTERNAL,
        new Authority.Privileged(),
        new Operation.OpenTenant(List.of(new Member(WRITER, Role.OWNER)), schema()));
    for (int i = 0; i < count; i++) {
      log.plan(i);
    }
    return List.copyOf(log.entries);
  }

  private static Schema schema() {
    return Schema.of(
        List.of(
            NodeType.of(
                ACCOUNT,
                "Account",
                List.of(
                    field(EMAIL, "email", FieldKind.STR, false, true),
                    field(SCORE, "score", FieldKind.INT, true, false),
                    field(NAME, "name", FieldKind.STR, false, false),
                    field(ABOUT, "about", FieldKind.STR, false, false),
                    field(ACTIVE, "active", FieldKind.BOOL, false, false),
                    field(JOINED, "joined", FieldKind.TIMESTAMP, false, false)))),
        List.of(EdgeType.of(FOLLOWS, "follows", ACCOUNT, ACCOUNT)));
  }

  private static FieldDef field(
      int id, String name, FieldKind kind, boolean indexed, boolean unique) {
    return new FieldDef(
        id, name, kind, false, "", List.of(), 0, indexed, false, unique, false, false, "");
  }

  private void plan(int i) {
    switch (i % 4) {
      case 2 -> {
        String earlier = anyId();
        Operation.CreateNode node = create(i);
        write(
            node,
            new Operation.CreateEdge(
                FOLLOWS, new NodeRef.ById(node.id()), byId(earlier), Payload.EMPTY));
      }
      case 3 -> write(update(i));
      default -> write(create(i));
    }
  }

  private Operation.CreateNode create(int i) {
    String id = "n_" + letters(26);
    ids.add(id);
    Map<Integer, Value> fields =
        Map.of(
            EMAIL, new Value.Str(letters(10) + i + "@example.com"),
            SCORE, new Value.Int(random.nextInt(100_000)),
            NAME, new Value.Str(letters(16)),
            ABOUT, new Value.Str(letters(80)),
            ACTIVE, new Value.Bool(random.nextBoolean()),
            JOINED, new Value.Int(START + i));
    return new Operation.CreateNode(
        ACCOUNT, new NodeId(id), "", Payload.of(fields), Optional.empty());
  }

  private Operation.UpdateNode update(int i) {
    Map<Integer, Value> fields =
        i % 8 == 3
            ? Map.of(SCORE, new Value.Int(random.nextInt(100_000)))
            : Map.of(ABOUT, new Value.Str(letters(80)));
    return new Operation.UpdateNode(
        byId(anyId()), Payload.of(fields), OptionalLong.empty(), Optional.empty());
  }

  private String anyId() {
    return ids.get(random.nextInt(ids.size()));
  }

  private static NodeRef byId(String id) {
    return new NodeRef.ById(new NodeId(id));
  }

  private void write(Operation... operations) {
    append(WRITER, new Authority.Member(), operations);
  }

  private void append(Principal actor, Authority authority, Operation... operations) {
    byte[] hash = new byte[32];
    for (int i = 0; i < hash.length; i++) {
      hash[i] = (byte) random.nextInt();
    }
    var record =
        new WalRecord(
            1,
            tenant,
            LIFE,
            actor,
            authority,
            new IdempotencyKey(letters(32)),
            new RequestHash(hash),
            "",
            List.of(operations));
    int n = entries.size();
    entries.add(
        new LogEntry(
            new WalPosition(1, n),
            0,
            START + n,
            tenant.value(),
            RecordCodec.encode(record),
            List.of()));
  }

  private String letters(int count) {
    var text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
