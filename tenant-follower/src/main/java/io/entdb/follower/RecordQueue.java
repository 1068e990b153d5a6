package io.entdb.follower;

import io.entdb.model.record.LogEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A tenant's records that are read, but not committed. Keeps those that are being committed, so
 * that its first record always says from where on the store is incomplete. Not for several threads.
 */
final class RecordQueue {
  private final Deque<LogEntry> entries = new ArrayDeque<>();
  private Load load;
  private long bytes;
  private int inFlight;

  /** An empty queue, whose content counts for a load. */
  RecordQueue(Load load) {
    this.load = load;
  }

  /** Lets the content count for another load. */
  void countFor(Load other) {
    load.add(-entries.size(), -bytes);
    other.add(entries.size(), bytes);
    load = other;
  }

  void add(LogEntry entry) {
    entries.add(entry);
    bytes += entry.value().length;
    load.add(entry);
  }

  /** The next records to commit, at least one. They stay until {@link #committed}. */
  List<LogEntry> takeBatch(QueueLimits limits) {
    var batch = new ArrayList<LogEntry>();
    long batchBytes = 0;
    for (LogEntry entry : entries) {
      batchBytes += entry.value().length;
      boolean full =
          batch.size() == limits.batchRecordsMax() || batchBytes > limits.batchBytesMax();
      if (full && !batch.isEmpty()) {
        break;
      }
      batch.add(entry);
    }
    inFlight = batch.size();
    return batch;
  }

  /** Ends {@link #takeBatch}: the records at or before n are in the store. */
  void committed(long n) {
    inFlight = 0;
    while (!entries.isEmpty() && entries.getFirst().position().n() <= n) {
      LogEntry done = entries.removeFirst();
      bytes -= done.value().length;
      load.add(-1, -done.value().length);
    }
  }

  /** Forgets what is not being committed. */
  void dropWaiting() {
    while (entries.size() > inFlight) {
      LogEntry dropped = entries.removeLast();
      bytes -= dropped.value().length;
      load.add(-1, -dropped.value().length);
    }
  }

  /** Forgets everything. */
  void dropAll() {
    inFlight = 0;
    dropWaiting();
  }

  /** n of the first record; the largest number when there is none. */
  long firstN() {
    return entries.isEmpty() ? Long.MAX_VALUE : entries.getFirst().position().n();
  }

  /** The broker's time of the first record, unix ms; the largest number when there is none. */
  long firstTimeMs() {
    return entries.isEmpty() ? Long.MAX_VALUE : entries.getFirst().brokerTime();
  }

  /** How many records stand after n. */
  long countAfter(long n) {
    return entries.stream().filter(entry -> entry.position().n() > n).count();
  }

  boolean isCommitting() {
    return inFlight > 0;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  int size() {
    return entries.size();
  }

  long bytes() {
    return bytes;
  }
}
