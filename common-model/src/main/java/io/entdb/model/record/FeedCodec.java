package io.entdb.model.record;

import com.google.protobuf.InvalidProtocolBufferException;
import io.entdb.model.Principal;
import io.entdb.model.Storage;
import io.entdb.model.proto.FeedChangeMessage;
import io.entdb.model.proto.FeedEdgeMessage;
import io.entdb.model.proto.FeedKind;
import io.entdb.model.proto.FeedMessage;
import io.entdb.model.proto.FeedNodeMessage;
import io.entdb.model.proto.FormerReadersMessage;
import io.entdb.model.record.FeedChange.FormerReaders;
import io.entdb.model.record.FeedChange.Kind;
import java.util.ArrayList;
import java.util.Optional;

/** Entries of the change feed as the bytes that a store keeps. */
public final class FeedCodec {
  private FeedCodec() {}

  public static byte[] encode(FeedEntry entry) {
    var message = FeedMessage.newBuilder().setActor(entry.actor().value());
    entry.changes().forEach(change -> message.addChanges(toMessage(change)));
    return message.build().toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws UnknownFormatException for other bytes
   */
  public static FeedEntry decode(byte[] bytes) throws UnknownFormatException {
    try {
      FeedMessage message = FeedMessage.parseFrom(bytes);
      var changes = new ArrayList<FeedChange>(message.getChangesCount());
      for (FeedChangeMessage change : message.getChangesList()) {
        changes.add(fromMessage(change));
      }
      return new FeedEntry(new Principal(message.getActor()), changes);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new UnknownFormatException("no entry of the change feed", e);
    }
  }

  private static FeedChangeMessage toMessage(FeedChange change) {
    var message = FeedChangeMessage.newBuilder();
    switch (change) {
      case FeedChange.OfNode node -> message.setNode(toMessage(node));
      case FeedChange.OfEdge edge ->
          message.setEdge(
              FeedEdgeMessage.newBuilder()
                  .setKind(toMessage(edge.kind()))
                  .setTypeId(edge.typeId())
                  .setFrom(edge.from())
                  .setTo(edge.to()));
      case FeedChange.OfSchema(String fingerprint) -> message.setSchema(fingerprint);
    }
    return message.build();
  }

  private static FeedNodeMessage toMessage(FeedChange.OfNode node) {
    var message =
        FeedNodeMessage.newBuilder()
            .setKind(toMessage(node.kind()))
            .setId(node.id())
            .setTypeId(node.typeId())
            .setVersion(node.version());
    node.former().ifPresent(it -> message.setFormer(toMessage(it)));
    return message.build();
  }

  private static FormerReadersMessage toMessage(FormerReaders former) {
    var message =
        FormerReadersMessage.newBuilder()
            .setOwner(former.owner())
            .setRestricted(former.restricted())
            .setStorage(former.storage().number())
            .setMailboxUser(former.storage().userText());
    former.grants().forEach(grant -> message.addGrants(OperationCodec.grant(grant)));
    return message.build();
  }

  private static FeedChange fromMessage(FeedChangeMessage message) throws UnknownFormatException {
    return switch (message.getChangeCase()) {
      case NODE -> {
        FeedNodeMessage node = message.getNode();
        yield new FeedChange.OfNode(
            kind(node.getKind()),
            node.getId(),
            node.getTypeId(),
            node.getVersion(),
            node.hasFormer() ? Optional.of(fromMessage(node.getFormer())) : Optional.empty());
      }
      case EDGE -> {
        FeedEdgeMessage edge = message.getEdge();
        yield new FeedChange.OfEdge(
            kind(edge.getKind()), edge.getTypeId(), edge.getFrom(), edge.getTo());
      }
      case SCHEMA -> new FeedChange.OfSchema(message.getSchema());
      case CHANGE_NOT_SET -> throw new UnknownFormatException("a change of no kind");
    };
  }

  private static FormerReaders fromMessage(FormerReadersMessage message) {
    return new FormerReaders(
        message.getOwner(),
        message.getRestricted(),
        Storage.of(message.getStorage(), message.getMailboxUser()),
        message.getGrantsList().stream().map(OperationCodec::grant).toList());
  }

  private static FeedKind toMessage(Kind kind) {
    return switch (kind) {
      case CREATED -> FeedKind.FEED_KIND_CREATED;
      case UPDATED -> FeedKind.FEED_KIND_UPDATED;
      case DELETED -> FeedKind.FEED_KIND_DELETED;
      case ACCESS -> FeedKind.FEED_KIND_ACCESS;
    };
  }

  private static Kind kind(FeedKind kind) throws UnknownFormatException {
    return switch (kind) {
      case FEED_KIND_CREATED -> Kind.CREATED;
      case FEED_KIND_UPDATED -> Kind.UPDATED;
      case FEED_KIND_DELETED -> Kind.DELETED;
      case FEED_KIND_ACCESS -> Kind.ACCESS;
      case FEED_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new UnknownFormatException("a change of an unknown kind");
    };
  }
}
