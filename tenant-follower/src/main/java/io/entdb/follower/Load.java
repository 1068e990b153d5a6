package io.entdb.follower;

import io.entdb.model.record.LogEntry;
import java.util.concurrent.atomic.AtomicLong;

/** How much waits in a number of queues. Usable by several threads. */
final class Load {
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  void add(LogEntry entry) {
    add(1, entry.value().length);
  }

  void add(long moreRecords, long moreBytes) {
    records.addAndGet(moreRecords);
    bytes.addAndGet(moreBytes);
  }

  long records() {
    return records.get();
  }

  long bytes() {
    return bytes.get();
  }
}
