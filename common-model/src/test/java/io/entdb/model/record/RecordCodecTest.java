package io.entdb.model.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.model.ApiKey;
import io.entdb.model.Filter;
import io.entdb.model.Grant;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.Scope;
import io.entdb.model.SecretHash;
import io.entdb.model.Storage;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.proto.RecordMessage;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private static final Schema SCHEMA =
      Schema.of(
          List.of(NodeType.of(7, "Note", List.of(FieldDef.of(1, "title", FieldKind.STR)))),
          List.of(EdgeType.of(9, "links", 7, 7)));

  /** Every operation and every kind of value. */
  private static final WalRecord EVERYTHING =
      new WalRecord(
          1,
          new TenantId("acme"),
          42,
          new Principal("user:alice"),
          new Authority.Foreign(new TenantId("other")),
          new IdempotencyKey("key-1"),
          new RequestHash(new byte[32]),
          "sha256:ab",
          List.of(
              new Operation.CreateNode(
                  7,
                  new NodeId("n1"),
                  "a",
                  Payload.of(
                      Map.of(
                          1, new Value.Int(Long.MIN_VALUE),
                          2, new Value.Float(-0.5),
                          3, new Value.Bool(true),
                          4, new Value.Str("é😀"),
                          5, new Value.Bytes(new byte[] {0, -1}),
                          6, new Value.Json("{\"a\":[1]}"),
                          7, new Value.StrList(List.of("x", "")),
                          8, new Value.IntList(List.of(Long.MAX_VALUE, -1L)),
                          9, Value.NULL)),
                  Optional.of(List.of(Grant.read(Principal.EVERYONE)))),
              new Operation.UpdateNode(
                  new NodeRef.ByAlias("a"),
                  Payload.of(Map.of(1, new Value.Int(1))),
                  OptionalLong.of(1),
                  Optional.of(new Precondition(1, Value.NULL))),
              new Operation.DeleteNode(new NodeRef.ById(new NodeId("n2")), true),
              new Operation.CreateEdge(
                  9, new NodeRef.ByAlias("a"), new NodeRef.ById(new NodeId("n3")), Payload.EMPTY),
              new Operation.DeleteEdge(
                  9, new NodeRef.ByAlias("a"), new NodeRef.ById(new NodeId("n3"))),
              new Operation.SetVisibility(new NodeRef.ByAlias("a"), List.of()),
              new Operation.ShareNode(
                  new NodeRef.ByAlias("a"), Grant.ofWord(new Principal("group:g"), "write", 9)),
              new Operation.RevokeAccess(new NodeRef.ByAlias("a"), new Principal("group:g")),
              new Operation.TransferOwnership(new NodeRef.ByAlias("a"), new Principal("user:bob")),
              new Operation.SetMember(
                  new Member(new Principal("user:bob"), Role.GUEST),
                  Operation.SetMember.Mode.CHANGE),
              new Operation.RemoveMember(new Principal("user:bob")),
              new Operation.SetGroupMember(
                  new Principal("group:g"), new Principal("user:bob"), "lead"),
              new Operation.RemoveGroupMember(new Principal("group:g"), new Principal("user:bob")),
              new Operation.SetTenantStatus(TenantStatus.LEGAL_HOLD),
              new Operation.PutSchema(SCHEMA),
              new Operation.OpenTenant(
                  List.of(new Member(new Principal("user:alice"), Role.OWNER)), SCHEMA),
              new Operation.CreateTenant(
                  new TenantId("new"), "New", new Principal("user:alice"), 3, 17)));

  @Test
  void operationsOnApiKeysAreReadAsTheyWereWritten() throws Exception {
    var key =
        new ApiKey(
            "abcdefghijklmnop",
            "Billing",
            new Principal("service:billing"),
            SecretHash.of("secret"),
            Set.of(Scope.WRITE, Scope.READ),
            Set.of(new TenantId("acme")),
            Set.of(new Principal("user:*")),
            17);
    var record =
        new WalRecord(
            1,
            TenantId.SYSTEM,
            0,
            Principal.INTERNAL,
            new Authority.Privileged(),
            new IdempotencyKey("k"),
            new RequestHash(new byte[32]),
            "",
            List.of(
                new Operation.CreateApiKey(key),
                new Operation.RotateApiKey(key.id(), SecretHash.of("next"), 5),
                new Operation.RevokeApiKey(key.id())));

    assertThat(RecordCodec.decode(RecordCodec.encode(record))).isEqualTo(record);
    assertThat(ApiKeyCodec.decode(ApiKeyCodec.encode(key))).isEqualTo(key);
  }

  @Test
  void aRecordIsReadAsItWasWritten() throws Exception {
    assertThat(RecordCodec.decode(RecordCodec.encode(EVERYTHING))).isEqualTo(EVERYTHING);
  }

  @Test
  void aRecordOfTheFirstFormatIsStillWrittenAndReadTheSame() throws Exception {
    byte[] golden;
    try (InputStream in = RecordCodecTest.class.getResourceAsStream("/records/record-v1.bin")) {
      golden = Objects.requireNonNull(in, "records/record-v1.bin").readAllBytes();
    }
    assertThat(RecordCodec.encode(EVERYTHING)).isEqualTo(golden);
    assertThat(RecordCodec.decode(golden)).isEqualTo(EVERYTHING);
  }

  @Test
  void whatCameAfterTheFirstFormatIsReadAsItWasWritten() throws Exception {
    var later =
        new WalRecord(
            1,
            new TenantId("acme"),
            42,
            new Principal("user:alice"),
            new Authority.Asserted(),
            new IdempotencyKey("key-2"),
            new RequestHash(new byte[32]),
            "",
            List.of(
                new Operation.CreateNode(
                    7,
                    new NodeId("n1"),
                    "a",
                    Payload.EMPTY,
                    Optional.empty(),
                    Operation.CreateNode.OnConflict.SKIP,
                    new Storage.Mailbox(new Principal("user:bob")),
                    List.of(new Principal("group:g"), Principal.EVERYONE)),
                new Operation.UpdateNode(
                    new NodeRef.ByAlias("a"),
                    Payload.EMPTY,
                    OptionalLong.empty(),
                    Optional.empty(),
                    7),
                new Operation.MarkRead(new Principal("user:bob"), Optional.empty()),
                new Operation.MarkRead(
                    new Principal("user:bob"), Optional.of(new NodeRef.ByAlias("a"))),
                new Operation.DelegateAccess(
                    new Principal("user:bob"), Grant.read(Principal.EVERYONE), "n7", 3),
                new Operation.TransferContent(
                    new Principal("user:bob"), new Principal("user:ann"), 4),
                new Operation.RevokeAllAccess(new Principal("user:bob"), 5),
                new Operation.SetLegalHold(true),
                new Operation.DeleteWhere(
                    7,
                    Arrays.stream(Filter.Op.values())
                        .map(op -> new Filter(1, op, List.of(new Value.Int(1))))
                        .toList(),
                    -1,
                    true)));

    assertThat(RecordCodec.decode(RecordCodec.encode(later))).isEqualTo(later);
  }

  @Test
  void aNewerFormatAndAnEncryptedRecordAreUnknown() {
    byte[] newer =
        RecordMessage.newBuilder().setFormatVersion(2).setTenantId("acme").build().toByteArray();
    byte[] encrypted =
        RecordMessage.newBuilder().setFormatVersion(1).setKeyId("k").build().toByteArray();

    assertThatThrownBy(() -> RecordCodec.decode(newer))
        .isInstanceOf(UnknownFormatException.class)
        .hasMessageContaining("record format 2, this binary reads 1");
    assertThatThrownBy(() -> RecordCodec.decode(encrypted))
        .isInstanceOf(UnknownFormatException.class);
  }

  @Test
  void damagedBytesAreUnknownOrAnotherRecordButNothingElse() {
    byte[] good = RecordCodec.encode(EVERYTHING);
    var random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        RecordCodec.decode(bad);
      } catch (UnknownFormatException expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
    }
  }
}
