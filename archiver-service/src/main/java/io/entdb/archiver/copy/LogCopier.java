package io.entdb.archiver.copy;

import io.entdb.archiver.copy.PartitionCopy.Upload;
import io.entdb.archiver.copy.StartFinder.Start;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveWriter;
import io.entdb.backup.archive.Compactor;
import io.entdb.backup.archive.Mark;
import io.entdb.backup.archive.Segment;
import io.entdb.model.WalPosition;
import io.entdb.model.record.Barriers;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStoreException;
import io.entdb.wal.consumer.WalExtent;
import io.entdb.wal.consumer.WalGroup;
import io.entdb.wal.consumer.WalTail;
import io.entdb.wal.consumer.WalTruncatedException;
import io.entdb.wal.consumer.WalUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Copies the partitions that the group deals to this process. One thread calls {@link #step} again
 * and again; what waits for the object store or the brokers is done in the background.
 */
public final class LogCopier implements WalGroup.Ownership {
  /** How often the brokers are asked where the log ends. */
  private static final Duration EXTENT_INTERVAL = Duration.ofSeconds(2);

  private final CopyPolicy policy;
  private final int epoch;
  private final WalGroup group;
  private final WalExtent extent;
  private final Archive archive;
  private final StartFinder starts;
  private final ArchiveWriter writer;
  private final Compaction compaction;
  private final LossWatch losses;
  private final Recurring extents;
  private final CopyListener listener;
  private final CopyNews news;
  private final InstantSource clock;
  private final Background background;
  private final Map<Integer, PartitionCopy> copies = new HashMap<>();
  private final Map<Integer, PartitionStatus> statuses = new ConcurrentHashMap<>();
  private volatile boolean dealt;

  /** What is copied. */
  public record Log(int epoch, WalGroup group, WalExtent extent) {}

  /** Where it is copied to. */
  public record Objects(Archive archive, ArchiveWriter writer) {}

  /**
   * A copier that joins the group with its first step.
   *
   * @param executor does what blocks; several at once
   */
  public LogCopier(
      CopyPolicy policy,
      Log log,
      Objects objects,
      CopyListener listener,
      InstantSource clock,
      Executor executor) {
    this.policy = policy;
    this.epoch = log.epoch();
    this.group = log.group();
    this.extent = log.extent();
    this.archive = objects.archive();
    this.starts = new StartFinder(archive, extent, epoch);
    this.writer = objects.writer();
    this.listener = listener;
    this.news = new CopyNews(listener);
    this.clock = clock;
    this.background = new Background(executor, group::wakeup);
    this.compaction =
        new Compaction(
            new Recurring(policy.compactInterval(), background, clock.millis()),
            new Compactor(archive, writer, clock),
            listener);
    this.losses =
        new LossWatch(
            new Recurring(policy.markInterval(), background, clock.millis()),
            starts,
            this::copyAgain);
    this.extents = new Recurring(EXTENT_INTERVAL, background, 0);
    group.join(this);
  }

  /** How far each partition is that this process has. Any thread may call. */
  public List<PartitionStatus> statuses() {
    return List.copyOf(statuses.values());
  }

  /** The same of one partition; empty = this process does not have it. */
  public Optional<PartitionStatus> status(int partition) {
    return Optional.ofNullable(statuses.get(partition));
  }

  /** Whether it is known which partitions this process has, if any. Any thread may call. */
  public boolean isDealt() {
    return dealt;
  }

  /**
   * One round.
   *
   * @return false: the log cannot be read now; wait before the next
   */
  public boolean step(Duration timeout) {
    long now = clock.millis();
    background.run(now);
    boolean isPressed =
        copies.values().stream().mapToLong(PartitionCopy::waitingBytes).sum()
            > policy.waitingBytesMax();
    for (PartitionCopy copy : List.copyOf(copies.values())) {
      copy.takeDue(now, isPressed).ifPresent(upload -> write(copy, upload));
      if (copy.takeBeginningWanted()) {
        findBeginning(copy);
      }
      if (copy.isFull() || isPressed) {
        group.pause(copy.number);
      } else {
        group.resume(copy.number);
      }
    }
    askExtent(now);
    compaction.due(now, List.copyOf(copies.keySet()));
    losses.due(now, List.copyOf(copies.keySet()));
    boolean isReadable = poll(timeout);
    copies.values().forEach(copy -> statuses.put(copy.number, copy.status()));
    return isReadable;
  }

  private boolean poll(Duration timeout) {
    try {
      for (LogEntry entry : group.poll(timeout)) {
        PartitionCopy copy = copies.get(entry.position().partition());
        if (copy != null) {
          listener.read(entry);
          copy.add(entry, Barriers.isBarrier(entry.value()), clock.millis());
        }
      }
      news.readable();
      return true;
    } catch (WalTruncatedException e) {
      PartitionCopy copy = copies.get(e.partition());
      if (copy != null && copy.isCopying()) {
        switch (e.kind()) {
          case FORGOTTEN -> copy.forgotten();
          case CUT -> stop(copy, String.valueOf(e.getMessage()));
        }
      }
      return true;
    } catch (WalUnavailableException e) {
      news.unreadable(e);
      return false;
    }
  }

  private void stop(PartitionCopy copy, String reason) {
    copy.stop(reason);
    group.unfollow(copy.number);
    news.stopped(copy.number, reason);
  }

  // Which partitions.

  @Override
  public void assigned(int partition) {
    var copy = new PartitionCopy(partition, policy, clock.millis());
    copies.put(partition, copy);
    locate(copy);
  }

  @Override
  public void revoked(int partition) {
    copies.remove(partition); // A write under way may still succeed: the next archiver finds it.
    statuses.remove(partition);
  }

  @Override
  public void lost(int partition) {
    revoked(partition);
  }

  @Override
  public void dealt() {
    dealt = true;
  }

  // Where to begin.

  private void locate(PartitionCopy copy) {
    background.start(
        () -> {
          Start start = starts.find(copy.number);
          return ifCurrent(copy, () -> begin(copy, start));
        },
        failure -> retryLater(copy, failure, () -> locate(copy)));
  }

  private void begin(PartitionCopy copy, Start start) {
    long throughN = start.archived().throughN();
    if (throughN >= 0 && WalPosition.epochOf(throughN) > epoch) {
      stop(copy, "the archive is of epoch %d".formatted(WalPosition.epochOf(throughN)));
      return;
    }
    copy.begin(start);
    news.begins(copy.number, start);
    group.follow(copy.number, start.nextN(), WalTail.LEADER_EPOCH_UNKNOWN);
  }

  private void findBeginning(PartitionCopy copy) {
    background.start(
        () -> {
          long beginning = extent.beginningN(List.of(copy.number)).getOrDefault(copy.number, 0L);
          return ifCurrent(copy, () -> goOnFrom(copy, beginning));
        },
        failure -> retryLater(copy, failure, () -> findBeginning(copy)));
  }

  private void goOnFrom(PartitionCopy copy, long beginningN) {
    long lost = copy.skipTo(beginningN);
    if (lost > 0) {
      news.lost(copy.number, lost, beginningN);
    }
    if (copy.isPastLast()) {
      locateAgain(copy);
    } else {
      group.follow(copy.number, copy.expectedN(), WalTail.LEADER_EPOCH_UNKNOWN);
    }
  }

  // Writing.

  private void write(PartitionCopy copy, Upload upload) {
    background.start(
        () -> {
          Segment segment = upload.records().build(clock.instant());
          return ifCurrent(copy, () -> write(copy, segment));
        },
        failure -> stop(copy, "a segment cannot be made: " + failure));
  }

  private void write(PartitionCopy copy, Segment segment) {
    long startedNanos = System.nanoTime();
    long followsN = segment.index().followsN();
    List<ObjectName> before = copy.archivedIn();
    background.start(
        () -> {
          boolean isOurs = writer.put(segment);
          Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
          boolean isWhole = isThere(copy, followsN, before);
          if (isOurs && !isWhole) {
            writer.put(segment); // What removed the others may have removed half of this one.
          }
          return ifCurrent(copy, () -> written(copy, segment, isOurs, isWhole, took));
        },
        failure -> retryLater(copy, failure, () -> write(copy, segment)));
  }

  /** A segment is written. Whole = what it follows is still there. */
  private void written(
      PartitionCopy copy, Segment segment, boolean isOurs, boolean isWhole, Duration took) {
    if (!isOurs) {
      news.overtaken(copy.number, segment.index().firstN());
      locateAgain(copy);
      return;
    }
    copy.written(segment.index(), clock.millis());
    listener.written(segment.index(), took);
    group.reportProgress(Map.of(copy.number, copy.archivedN() + 1));
    if (!isWhole) {
      missing(copy, segment.index().followsN());
    } else if (copy.isFilled()) {
      locateAgain(copy);
      losses.again();
    } else {
      copy.takeLost().ifPresent(start -> copyAgain(copy.number, start));
    }
  }

  private void locateAgain(PartitionCopy copy) {
    group.unfollow(copy.number);
    copy.locateAgain();
    locate(copy);
  }

  /** Whether what was archived up to an n still is. */
  private boolean isThere(PartitionCopy copy, long throughN, List<ObjectName> standsIn)
      throws ObjectStoreException {
    return throughN < 0 || archive.holds(copy.number, throughN, standsIn);
  }

  /** The log has some of what a partition's archive held and has lost. */
  private void copyAgain(int partition, Start start) {
    PartitionCopy copy = copies.get(partition);
    if (copy == null || !copy.isCopying() || copy.isFilling()) {
      return;
    }
    if (copy.isWriting()) {
      copy.noteLost(start);
      return;
    }
    news.missing(partition, start);
    group.unfollow(partition);
    copy.locateAgain();
    begin(copy, start);
  }

  /** Somebody removed what was archived: as far as the log still has it, it is archived again. */
  private void missing(PartitionCopy copy, long throughN) {
    if (!copy.isCopying() || copy.isWriting()) {
      return; // The write that is under way finds out by itself, or it is being looked at.
    }
    news.missing(copy.number, throughN);
    locateAgain(copy);
  }

  private void retryLater(PartitionCopy copy, Exception why, Runnable again) {
    if (!isCurrent(copy)) {
      return;
    }
    long waitMs = copy.failed();
    news.failed(copy.number, waitMs, why);
    background.at(clock.millis() + waitMs, ifCurrent(copy, again));
  }

  // Marks and the log's end.

  private void askExtent(long now) {
    List<Integer> partitions = List.copyOf(copies.keySet());
    if (partitions.isEmpty()) {
      return;
    }
    extents.due(
        now,
        () -> {
          Map<Integer, Long> ends = extent.endN(partitions);
          return () -> sawEnds(ends, now);
        },
        news::endUnknown);
  }

  private void sawEnds(Map<Integer, Long> ends, long askedMs) {
    ends.forEach(
        (partition, end) -> {
          PartitionCopy copy = copies.get(partition);
          if (copy != null) {
            if (copy.isFollowed()) {
              copy.passed(group.nextN(partition));
            }
            copy.sawEnd(end, askedMs);
            if (copy.isFollowed()) {
              copy.dueMark(end, askedMs).ifPresent(mark -> write(copy, mark));
            }
          }
        });
  }

  private void write(PartitionCopy copy, Mark mark) {
    List<ObjectName> before = copy.archivedIn();
    background.start(
        () -> {
          if (!isThere(copy, mark.throughN(), before)) {
            return ifCurrent(copy, () -> missing(copy, mark.throughN()));
          }
          writer.put(mark);
          return ifCurrent(copy, () -> copy.marked(mark, clock.millis()));
        },
        failure -> news.unmarked(copy.number, failure));
  }

  private boolean isCurrent(PartitionCopy copy) {
    return copies.get(copy.number) == copy;
  }

  /** Runs an answer, unless the partition is not this process's any more. */
  private Runnable ifCurrent(PartitionCopy copy, Runnable answer) {
    return () -> {
      if (isCurrent(copy)) {
        answer.run();
      }
    };
  }
}
