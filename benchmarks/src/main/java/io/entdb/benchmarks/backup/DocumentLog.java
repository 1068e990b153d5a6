package io.entdb.benchmarks.backup;

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
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** A tenant's log of documents of some thousand letters, made record by record. */
final class DocumentLog {
  private static final int DOCUMENT = 1;
  private static final int TITLE = 1;
  private static final int TEXT = 2;
  private static final int TEXT_CHARS = 4_000;
  private static final long START = 1_700_000_000_000L;
  private static final Principal WRITER = new Principal("user:writer");
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

  private final SplittableRandom random = new SplittableRandom(1);
  private final TenantId tenant;
  private final int partition;
  private long n;
  private int documents;

  DocumentLog(TenantId tenant, int partition) {
    this.tenant = tenant;
    this.partition = partition;
  }

  int documents() {
    return documents;
  }

  LogEntry opening() {
    var type =
        NodeType.of(
            DOCUMENT,
            "Document",
            List.of(field(TITLE, "title", FieldKind.STR), field(TEXT, "text", FieldKind.STR)));
    return entry(
        Principal.INTERNAL,
        new Authority.Privileged(),
        new Operation.OpenTenant(
            List.of(new Member(WRITER, Role.OWNER)), Schema.of(List.of(type), List.of())));
  }

  private static FieldDef field(int id, String name, FieldKind kind) {
    return new FieldDef(
        id, name, kind, false, "", List.of(), 0, id == TITLE, false, false, false, false, "");
  }

  LogEntry create() {
    Payload payload =
        Payload.of(
            Map.of(TITLE, new Value.Str(letters(20)), TEXT, new Value.Str(letters(TEXT_CHARS))));
    return entry(
        WRITER,
        new Authority.Member(),
        new Operation.CreateNode(DOCUMENT, id(documents++), "", payload, Optional.empty()));
  }

  /** Changes a document, any of them. */
  LogEntry update() {
    Payload text = Payload.of(Map.of(TEXT, new Value.Str(letters(TEXT_CHARS))));
    return entry(
        WRITER,
        new Authority.Member(),
        new Operation.UpdateNode(
            new NodeRef.ById(id(random.nextInt(documents))),
            text,
            OptionalLong.empty(),
            Optional.empty()));
  }

  /** Scattered over the file, as derived ids are. */
  private static NodeId id(int number) {
    long scattered = (number + 1) * 0x9E3779B97F4A7C15L;
    return new NodeId("n_%016x".formatted(scattered));
  }

  private LogEntry entry(Principal actor, Authority authority, Operation operation) {
    byte[] hash = new byte[32];
    random.nextBytes(hash);
    var record =
        new WalRecord(
            1,
            tenant,
            1,
            actor,
            authority,
            new IdempotencyKey(letters(32)),
            new RequestHash(hash),
            "",
            List.of(operation));
    long position = n++;
    return new LogEntry(
        new WalPosition(partition, position),
        0,
        START + position,
        tenant.value(),
        RecordCodec.encode(record),
        List.of());
  }

  private String letters(int count) {
    var text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
