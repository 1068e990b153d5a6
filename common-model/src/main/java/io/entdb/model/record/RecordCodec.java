package io.entdb.model.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.InvalidException;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.proto.AuthorityMessage;
import io.entdb.model.proto.RecordMessage;
import java.util.List;

/** Records of the log as bytes: {@code entdb/wal/v1/record.proto}. */
public final class RecordCodec {
  /** The layout that this binary writes, and the only one it reads. */
  public static final int FORMAT_VERSION = 1;

  private RecordCodec() {}

  /** The record as it stands in the log. */
  public static byte[] encode(WalRecord record) {
    var message =
        RecordMessage.newBuilder()
            .setFormatVersion(FORMAT_VERSION)
            .setRulesVersion(record.rulesVersion())
            .setTenantId(record.tenant().value())
            .setIncarnation(record.incarnation())
            .setActor(record.actor().value())
            .setAuthority(toMessage(record.authority()))
            .setIdempotencyKey(record.idempotencyKey().value())
            .setRequestHash(ByteString.copyFrom(record.requestHash().bytes()))
            .setSchemaFingerprint(record.schemaFingerprint());
    record.operations().forEach(op -> message.addOperations(OperationCodec.toMessage(op)));
    return message.build().toByteArray();
  }

  /**
   * Reads a record.
   *
   * @throws UnknownFormatException when it is none that this binary can read; rules versions are
   *     not checked here
   */
  public static WalRecord decode(byte[] bytes) throws UnknownFormatException {
    try {
      RecordMessage message = RecordMessage.parseFrom(bytes);
      if (message.getFormatVersion() != FORMAT_VERSION) {
        throw new UnknownFormatException(
            "record format "
                + message.getFormatVersion()
                + ", this binary reads "
                + FORMAT_VERSION);
      }
      if (!message.getKeyId().isEmpty()) {
        throw new UnknownFormatException("record is encrypted with key " + message.getKeyId());
      }
      return new WalRecord(
          message.getRulesVersion(),
          new TenantId(message.getTenantId()),
          message.getIncarnation(),
          new Principal(message.getActor()),
          fromMessage(message.getAuthority()),
          new IdempotencyKey(message.getIdempotencyKey()),
          new RequestHash(message.getRequestHash().toByteArray()),
          message.getSchemaFingerprint(),
          OperationCodec.fromMessages(message.getOperationsList()));
    } catch (InvalidProtocolBufferException | InvalidException e) {
      throw new UnknownFormatException("no record of format " + FORMAT_VERSION, e);
    }
  }

  private static AuthorityMessage toMessage(Authority authority) {
    var message = AuthorityMessage.newBuilder();
    return switch (authority) {
      case Authority.Member _ -> message.setKind(AuthorityMessage.Kind.MEMBER).build();
      case Authority.Asserted _ -> message.setKind(AuthorityMessage.Kind.ASSERTED).build();
      case Authority.Privileged _ -> message.setKind(AuthorityMessage.Kind.SYSTEM).build();
      case Authority.Foreign(List<TenantId> homes) ->
          message
              .setKind(AuthorityMessage.Kind.FOREIGN)
              .addAllHomeTenantIds(homes.stream().map(TenantId::value).toList())
              .build();
    };
  }

  private static Authority fromMessage(AuthorityMessage message) throws UnknownFormatException {
    return switch (message.getKind()) {
      case MEMBER -> new Authority.Member();
      case ASSERTED -> new Authority.Asserted();
      case SYSTEM -> new Authority.Privileged();
      case FOREIGN ->
          new Authority.Foreign(
              message.getHomeTenantIdsList().stream().map(TenantId::new).toList());
      case UNRECOGNIZED ->
          throw new UnknownFormatException("authority kind " + message.getKindValue());
    };
  }
}
