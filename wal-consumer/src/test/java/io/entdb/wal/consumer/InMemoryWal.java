package io.entdb.wal.consumer;

import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import io.entdb.wal.consumer.WalTruncatedException.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The log in memory, with what can befall one: retention, lost tails, brokers that are away. */
public final class InMemoryWal implements WalExtent, WalRange {
  private final List<Partition> partitions = new ArrayList<>();
  private boolean available = true;
  private UnaryOperator<LogEntry> lens = UnaryOperator.identity();

  public InMemoryWal(int partitions) {
    addPartitions(partitions);
  }

  /** Raises the number of partitions to {@code count}. */
  public synchronized void addPartitions(int count) {
    while (partitions.size() < count) {
      partitions.add(new Partition(partitions.size()));
    }
    notifyAll();
  }

  /** Appends a record, and wakes those who poll. */
  public synchronized LogEntry append(int partition, String key, byte[] value, long brokerTime) {
    LogEntry entry = partitions.get(partition).append(key, value, brokerTime);
    notifyAll();
    return entry;
  }

  /** Leaves an offset without a record, as Kafka may. */
  public synchronized void skipOffset(int partition) {
    partitions.get(partition).end++;
    notifyAll();
  }

  /** Retention takes all records before n. */
  public synchronized void forgetBefore(int partition, long n) {
    partitions.get(partition).forgetBefore(n);
  }

  /** The log loses its records from n on, as by an unclean election of a leader. */
  public synchronized void cut(int partition, long n) {
    partitions.get(partition).cut(n);
  }

  /** Another broker leads the partition; nothing is lost. */
  public synchronized void changeLeader(int partition) {
    Partition changed = partitions.get(partition);
    changed.epochs.put(changed.end, changed.epochs.lastEntry().getValue() + 1);
  }

  /** Whether brokers answer. While they don't, tails deliver nothing. */
  public synchronized void setAvailable(boolean available) {
    this.available = available;
    notifyAll();
  }

  /**
   * Lets readers see each record through a lens: as a binary that can't make sense of some does.
   */
  public synchronized void setLens(UnaryOperator<LogEntry> lens) {
    this.lens = lens;
  }

  /** All records that the partition holds. */
  public synchronized List<LogEntry> entries(int partition) {
    return List.copyOf(partitions.get(partition).entries.values());
  }

  /** A tail, or, once joined, a group's only member. */
  public InMemoryTail tail() {
    return new InMemoryTail(this);
  }

  @Override
  public synchronized int partitionCount() throws WalUnavailableException {
    checkAvailable();
    return partitions.size();
  }

  @Override
  public synchronized Map<Integer, Long> endN(Collection<Integer> of)
      throws WalUnavailableException {
    checkAvailable();
    return of.stream().collect(Collectors.toMap(Function.identity(), p -> partitions.get(p).end));
  }

  @Override
  public synchronized Map<Integer, Long> beginningN(Collection<Integer> of)
      throws WalUnavailableException {
    checkAvailable();
    return of.stream().collect(Collectors.toMap(Function.identity(), p -> partitions.get(p).begin));
  }

  @Override
  public <E extends Exception> void read(
      int partition, long fromN, long toN, Predicate<String> keys, Sink<E> sink)
      throws WalTruncatedException, WalUnavailableException, E {
    if (fromN > toN) {
      return;
    }
    for (LogEntry entry : stretch(partition, fromN, toN)) {
      if (keys.test(entry.key())) {
        sink.accept(entry);
      }
      sink.passed(entry.position().n());
    }
    sink.passed(toN);
  }

  private synchronized List<LogEntry> stretch(int partition, long fromN, long toN)
      throws WalTruncatedException, WalUnavailableException {
    checkAvailable();
    Partition read = partitions.get(partition);
    if (fromN < read.begin) {
      throw new WalTruncatedException(
          partition, Kind.FORGOTTEN, "the log begins at " + read.begin + ", not " + fromN);
    }
    if (toN >= read.end) {
      throw new WalTruncatedException(
          partition, Kind.CUT, "the log ends at " + read.end + ", before " + toN);
    }
    return read.entries.subMap(fromN, true, toN, true).values().stream().map(lens).toList();
  }

  /** Up to {@code limit} records from {@code nextN} on; empty = nothing to deliver. */
  synchronized List<LogEntry> deliver(int partition, long nextN, int limit) {
    if (!available || partition >= partitions.size()) {
      return List.of();
    }
    return partitions.get(partition).entries.tailMap(nextN, true).values().stream()
        .limit(limit)
        .map(lens)
        .toList();
  }

  /** Where a reader that was given everything there is stands; {@code or} when nobody can tell. */
  synchronized long end(int partition, long or) {
    return available && partition < partitions.size() ? partitions.get(partition).end : or;
  }

  /** Why a tail cannot go on at a position. */
  synchronized Optional<WalTruncatedException> whyNot(int partition, long nextN, int leaderEpoch) {
    if (!available || partition >= partitions.size()) {
      return Optional.empty();
    }
    return partitions.get(partition).whyNot(nextN, leaderEpoch);
  }

  private void checkAvailable() throws WalUnavailableException {
    if (!available) {
      throw new WalUnavailableException("the brokers are away", new IllegalStateException());
    }
  }

  private static final class Partition {
    private final int number;
    private final NavigableMap<Long, LogEntry> entries = new TreeMap<>();

    /** First n of each leader epoch. */
    private final NavigableMap<Long, Integer> epochs = new TreeMap<>(Map.of(0L, 0));

    private long begin;
    private long end;

    private Partition(int number) {
      this.number = number;
    }

    private LogEntry append(String key, byte[] value, long brokerTime) {
      int leaderEpoch = epochs.lastEntry().getValue();
      var entry =
          new LogEntry(
              new WalPosition(number, end), leaderEpoch, brokerTime, key, value, List.of());
      entries.put(end++, entry);
      return entry;
    }

    private void forgetBefore(long n) {
      entries.headMap(n, false).clear();
      begin = Math.max(begin, Math.min(n, end));
    }

    private void cut(long n) {
      int next = epochs.lastEntry().getValue() + 1;
      entries.tailMap(n, true).clear();
      epochs.tailMap(n, true).clear();
      end = n;
      epochs.put(n, next);
    }

    private Optional<WalTruncatedException> whyNot(long nextN, int leaderEpoch) {
      if (nextN < begin) {
        return Optional.of(
            new WalTruncatedException(number, Kind.FORGOTTEN, "the log begins at " + begin));
      }
      long epochEnd =
          leaderEpoch == WalTail.LEADER_EPOCH_UNKNOWN
              ? end
              : epochs.entrySet().stream()
                  .filter(e -> e.getValue() > leaderEpoch)
                  .mapToLong(Map.Entry::getKey)
                  .min()
                  .orElse(end);
      if (nextN > epochEnd) {
        return Optional.of(
            new WalTruncatedException(
                number, Kind.CUT, "epoch " + leaderEpoch + " ends at " + epochEnd));
      }
      return Optional.empty();
    }
  }
}
