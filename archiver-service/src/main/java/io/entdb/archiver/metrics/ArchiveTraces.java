package io.entdb.archiver.metrics;

import io.entdb.backup.archive.SegmentIndex;
import io.entdb.model.record.LogEntry;
import io.entdb.service.traces.RecordTraces;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers the traced records that were read until a segment with them is written. */
final class ArchiveTraces {
  /** Of each partition; under more load than that a trace lacks this span. */
  private static final int WAITING_MAX = 10_000;

  private final RecordTraces traces;
  private final InstantSource clock;
  private final Map<Integer, Deque<Waiting>> waiting = new ConcurrentHashMap<>();

  /** A record without its content. */
  private record Waiting(LogEntry entry, Instant read) {}

  ArchiveTraces(RecordTraces traces, InstantSource clock) {
    this.traces = traces;
    this.clock = clock;
  }

  void read(LogEntry entry) {
    if (!RecordTraces.isTraced(entry)) {
      return;
    }
    Deque<Waiting> queue =
        waiting.computeIfAbsent(entry.position().partition(), _ -> new ArrayDeque<>());
    synchronized (queue) {
      if (queue.size() < WAITING_MAX) {
        queue.add(new Waiting(withoutContent(entry), clock.instant()));
      }
    }
  }

  private static LogEntry withoutContent(LogEntry entry) {
    return new LogEntry(
        entry.position(),
        entry.leaderEpoch(),
        entry.brokerTime(),
        entry.key(),
        new byte[0],
        entry.headers());
  }

  void written(SegmentIndex index) {
    Deque<Waiting> queue = waiting.get(index.partition());
    if (queue == null) {
      return;
    }
    Instant now = clock.instant();
    synchronized (queue) {
      while (!queue.isEmpty() && queue.getFirst().entry().position().n() <= index.throughN()) {
        Waiting done = queue.removeFirst();
        if (done.entry().position().n() >= index.firstN()) {
          traces.archived(done.entry(), done.read(), now);
        }
      }
    }
  }
}
