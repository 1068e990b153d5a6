package io.entdb.model.record;

import com.google.protobuf.InvalidProtocolBufferException;
import io.entdb.model.proto.OperationMessage;
import io.entdb.model.proto.RecordMessage;

/** Finds barriers among encoded records. */
public final class Barriers {
  /** A record with nothing but a barrier is shorter, whatever its ids; most others are longer. */
  private static final int BYTES_MAX = 1_024;

  private Barriers() {}

  /** Whether the bytes are a record with a barrier. What cannot be read is none. */
  public static boolean isBarrier(byte[] record) {
    if (record.length > BYTES_MAX) {
      return false;
    }
    try {
      return RecordMessage.parseFrom(record).getOperationsList().stream()
          .anyMatch(OperationMessage::hasBarrier);
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }
}
