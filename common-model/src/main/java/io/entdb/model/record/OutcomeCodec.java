package io.entdb.model.record;

import com.google.protobuf.InvalidProtocolBufferException;
import io.entdb.model.proto.AppliedMessage;
import io.entdb.model.proto.CountMessage;
import io.entdb.model.proto.DetailMessage;
import io.entdb.model.proto.OpResultMessage;
import io.entdb.model.proto.OutcomeMessage;
import io.entdb.model.proto.RefusedMessage;
import java.util.SortedMap;
import java.util.TreeMap;

/** Outcomes as the bytes that a store keeps. Equal outcomes have equal bytes. */
public final class OutcomeCodec {
  private OutcomeCodec() {}

  public static byte[] encode(Outcome outcome) {
    var message = OutcomeMessage.newBuilder();
    switch (outcome) {
      case Outcome.Applied applied -> message.setApplied(toMessage(applied));
      case Outcome.Refused refused -> message.setRefused(toMessage(refused));
    }
    return message.build().toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws UnknownFormatException for other bytes
   */
  public static Outcome decode(byte[] bytes) throws UnknownFormatException {
    try {
      OutcomeMessage message = OutcomeMessage.parseFrom(bytes);
      return switch (message.getOutcomeCase()) {
        case APPLIED -> fromMessage(message.getApplied());
        case REFUSED -> fromMessage(message.getRefused());
        case OUTCOME_NOT_SET -> throw new UnknownFormatException("an outcome of neither kind");
      };
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new UnknownFormatException("no outcome", e);
    }
  }

  private static AppliedMessage toMessage(Outcome.Applied applied) {
    var message = AppliedMessage.newBuilder();
    for (Outcome.OpResult result : applied.results()) {
      var each =
          OpResultMessage.newBuilder()
              .setOp(result.op())
              .setNodeId(result.nodeId())
              .setAlias(result.alias())
              .setExisting(result.existing())
              .setEdgeId(result.edgeId());
      result
          .counts()
          .forEach(
              (name, count) ->
                  each.addCounts(CountMessage.newBuilder().setName(name).setCount(count)));
      message.addResults(each);
    }
    return message.build();
  }

  private static Outcome fromMessage(AppliedMessage message) {
    return new Outcome.Applied(
        message.getResultsList().stream()
            .map(
                it ->
                    new Outcome.OpResult(
                        it.getOp(),
                        it.getNodeId(),
                        it.getAlias(),
                        it.getExisting(),
                        it.getEdgeId(),
                        counts(it)))
            .toList());
  }

  private static SortedMap<String, Long> counts(OpResultMessage message) {
    var counts = new TreeMap<String, Long>();
    message.getCountsList().forEach(it -> counts.put(it.getName(), it.getCount()));
    return counts;
  }

  private static RefusedMessage toMessage(Outcome.Refused refused) {
    var message =
        RefusedMessage.newBuilder()
            .setCode(refused.code().name())
            .setMessage(refused.message())
            .setOpIndex(refused.opIndex());
    refused
        .details()
        .forEach(
            (name, text) ->
                message.addDetails(DetailMessage.newBuilder().setName(name).setText(text)));
    return message.build();
  }

  private static Outcome fromMessage(RefusedMessage message) {
    var details = new TreeMap<String, String>();
    message.getDetailsList().forEach(it -> details.put(it.getName(), it.getText()));
    return new Outcome.Refused(
        RefusalCode.valueOf(message.getCode()),
        message.getMessage(),
        message.getOpIndex(),
        details);
  }
}
