package io.entdb.model.record;

import io.entdb.model.WalPosition;
import java.util.List;

/**
 * A record as it stands in the log, not yet decoded.
 *
 * @param leaderEpoch Kafka's leader epoch of the record; -1 when unknown (records from the archive)
 * @param brokerTime unix ms at which the broker appended it
 * @param key the tenant id as the record's key gives it; not yet checked
 * @param value the encoded {@link WalRecord}
 * @param headers trace context and the like; never needed to apply the record
 */
public record LogEntry(
    WalPosition position,
    int leaderEpoch,
    long brokerTime,
    String key,
    byte[] value,
    List<Header> headers) {
  /** A header of a log record. */
  public record Header(String name, byte[] value) {}

  public LogEntry {
    headers = List.copyOf(headers);
  }
}
