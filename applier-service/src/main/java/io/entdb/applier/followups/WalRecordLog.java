package io.entdb.applier.followups;

import io.entdb.model.record.RecordCodec;
import io.entdb.model.record.WalRecord;
import io.entdb.wal.producer.WalWriter;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The log as Kafka has it. */
public final class WalRecordLog implements RecordLog {
  private final WalWriter writer;

  public WalRecordLog(WalWriter writer) {
    this.writer = writer;
  }

  @Override
  public long append(int partition, WalRecord record)
      throws LogUnavailableException, InterruptedException {
    byte[] bytes = RecordCodec.encode(record);
    try {
      return writer.append(partition, record.tenant(), bytes, List.of()).get().n();
    } catch (ExecutionException e) {
      throw new LogUnavailableException("the log did not take a record: " + e.getCause(), e);
    }
  }
}
