package io.entdb.archiver.copy;

import io.entdb.archiver.copy.StartFinder.Start;
import io.entdb.backup.archive.Coverage;
import io.entdb.backup.archive.Mark;
import io.entdb.backup.archive.SegmentBuilder;
import io.entdb.backup.archive.SegmentIndex;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.ObjectName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One partition that this process copies: what was read and not written yet. One segment fills
 * while the one before is written. Decides what is due; does no I/O. One thread calls it.
 */
final class PartitionCopy {
  final int number;
  private final CopyPolicy policy;
  private Phase phase = Phase.LOCATING;
  private @Nullable SegmentBuilder filling;
  private long fillingSinceMs;
  private long fillingFirstTimeMs;
  private boolean flushNow;
  private @Nullable Upload upload;
  private long archivedN = -1;
  private List<ObjectName> archivedIn = List.of();
  private long handedOverN = -1;
  private long segmentN;
  private long expectedN;
  private long lastN = Long.MAX_VALUE;
  private boolean forgotten;
  private boolean followed;
  private @Nullable Start lost;
  private long coveredMs = Long.MIN_VALUE;
  private long writtenMs;
  private long currentMs;
  private long endN;
  private Duration retryPause;
  private boolean failing;
  private @Nullable String stopped;

  /** Where in its life it is. */
  private enum Phase {
    LOCATING,
    COPYING,
    STOPPED
  }

  /**
   * What is being written.
   *
   * @param firstTimeMs broker time of its first record
   */
  record Upload(SegmentBuilder records, long bytes, long throughN, long firstTimeMs) {}

  PartitionCopy(int number, CopyPolicy policy, long nowMs) {
    this.number = number;
    this.policy = policy;
    this.writtenMs = nowMs;
    this.currentMs = nowMs;
    this.retryPause = policy.retryFirst();
  }

  /** What the archive holds is known now. */
  void begin(Start start) {
    Coverage coverage = start.archived();
    phase = Phase.COPYING;
    archivedN = coverage.throughN();
    archivedIn = List.of();
    lost = null;
    handedOverN = archivedN;
    coveredMs = coverage.timeMs();
    segmentN = start.nextN();
    expectedN = start.nextN();
    lastN = start.lastN();
    filling = null;
    upload = null;
    flushNow = false;
    forgotten = false;
    followed = true;
    succeeded();
  }

  /** The log no longer has what comes next. What was read of it before is written first. */
  void forgotten() {
    forgotten = true;
    followed = false;
    flushNow = true;
  }

  /** Whether it has to be found out where the log goes on; true once. */
  boolean takeBeginningWanted() {
    boolean isWanted = phase == Phase.COPYING && forgotten && filling == null && upload == null;
    forgotten &= !isWanted;
    return isWanted;
  }

  /** The log begins later than what comes next: those records are lost. How many. */
  long skipTo(long beginningN) {
    long lost = Math.max(0, beginningN - expectedN);
    expectedN = Math.max(expectedN, beginningN);
    segmentN = lost > 0 ? expectedN : segmentN;
    followed = true;
    return lost;
  }

  /** Where the archive ends has to be looked up again. */
  void locateAgain() {
    phase = Phase.LOCATING;
    filling = null;
    upload = null;
  }

  void stop(String reason) {
    phase = Phase.STOPPED;
    filling = null;
    upload = null;
    stopped = reason;
  }

  boolean isCopying() {
    return phase == Phase.COPYING;
  }

  /** Whether the group delivers it. */
  boolean isFollowed() {
    return phase == Phase.COPYING && followed;
  }

  long expectedN() {
    return expectedN;
  }

  long archivedN() {
    return archivedN;
  }

  /** Whether what is copied comes before what is archived already. */
  boolean isFilling() {
    return lastN != Long.MAX_VALUE;
  }

  /** Whether all is archived that was to be copied before what is archived already. */
  boolean isFilled() {
    return archivedN >= lastN;
  }

  /** Whether the log begins after all that was to be copied. */
  boolean isPastLast() {
    return expectedN > lastN;
  }

  /** Objects of the last segment; empty = this process has written none. */
  List<ObjectName> archivedIn() {
    return archivedIn;
  }

  /** What is archived and lost is to be copied again, after the write that is under way. */
  void noteLost(Start start) {
    lost = start;
  }

  /** What was noted, once. */
  Optional<Start> takeLost() {
    Optional<Start> taken = Optional.ofNullable(lost);
    lost = null;
    return taken;
  }

  /** Takes a record; those that were taken before are passed over. */
  void add(LogEntry entry, boolean isBarrier, long nowMs) {
    long n = entry.position().n();
    if (phase != Phase.COPYING || n < expectedN || n > lastN) {
      return;
    }
    SegmentBuilder into = filling;
    if (into == null) {
      into = new SegmentBuilder(number, segmentN, handedOverN);
      filling = into;
      fillingSinceMs = nowMs;
      fillingFirstTimeMs = entry.brokerTime();
    }
    into.add(entry);
    expectedN = n + 1;
    flushNow |= isBarrier || n == lastN;
  }

  /** Bytes of records that are not in the archive yet. */
  long waitingBytes() {
    return fillingBytes() + (upload == null ? 0 : upload.bytes());
  }

  private long fillingBytes() {
    return filling == null ? 0 : filling.bytes();
  }

  /** Whether a segment is full while the one before is not written yet. */
  boolean isFull() {
    return filling != null && isLarge(filling);
  }

  private boolean isLarge(SegmentBuilder segment) {
    return segment.bytes() >= policy.segmentBytes() || segment.records() >= policy.segmentRecords();
  }

  /**
   * What is to be written now, until it is {@link #written} or the partition located again.
   *
   * @param isPressed memory is short
   */
  Optional<Upload> takeDue(long nowMs, boolean isPressed) {
    SegmentBuilder due = filling;
    if (phase != Phase.COPYING || upload != null || due == null) {
      return Optional.empty();
    }
    boolean isOld = nowMs - fillingSinceMs >= policy.flushAfter().toMillis();
    if (!flushNow && !isPressed && !isOld && !isLarge(due)) {
      return Optional.empty();
    }
    Upload taken = new Upload(due, due.bytes(), due.throughN(), fillingFirstTimeMs);
    upload = taken;
    handedOverN = due.throughN();
    segmentN = due.throughN() + 1;
    filling = null;
    flushNow = false;
    return Optional.of(taken);
  }

  void written(SegmentIndex index, long nowMs) {
    upload = null;
    archivedN = index.throughN();
    archivedIn = index.objects();
    coveredMs = Math.max(coveredMs, index.throughTimeMs());
    writtenMs = nowMs;
    succeeded();
  }

  private void succeeded() {
    failing = false;
    retryPause = policy.retryFirst();
  }

  /** A write failed, or the look where the archive ends did; how long to wait, ms. */
  long failed() {
    failing = true;
    Duration pause = retryPause;
    Duration longer = pause.multipliedBy(2);
    retryPause = longer.compareTo(policy.retryMax()) > 0 ? policy.retryMax() : longer;
    return pause.toMillis();
  }

  /** The log ended before n when it was asked at a time. */
  void sawEnd(long n, long askedMs) {
    endN = Math.max(endN, n);
    if (phase == Phase.COPYING && n <= Math.max(archivedN + 1, nextUnlessWaiting())) {
      currentMs = Math.max(currentMs, askedMs);
    }
  }

  /** What comes next, where nothing that was read waits to be written. */
  private long nextUnlessWaiting() {
    return filling == null && upload == null ? expectedN : Long.MIN_VALUE;
  }

  /**
   * A mark that is due.
   *
   * @param end where the log ended when it was asked
   * @param askedMs when it was asked
   */
  Optional<Mark> dueMark(long end, long askedMs) {
    long timeMs = askedMs - policy.clockSkewMax().toMillis();
    boolean isIdle = phase == Phase.COPYING && filling == null && upload == null;
    if (!isIdle
        || archivedN < 0
        || end > expectedN
        || timeMs < coveredMs + policy.markInterval().toMillis()) {
      return Optional.empty();
    }
    return Optional.of(new Mark(number, archivedN, timeMs));
  }

  /** Whether a segment is being made or written. */
  boolean isWriting() {
    return upload != null;
  }

  /** Everything before was delivered, also where the log has no record at some n. */
  void passed(long nextN) {
    if (phase == Phase.COPYING) {
      expectedN = Math.max(expectedN, nextN);
    }
  }

  void marked(Mark mark, long nowMs) {
    if (mark.throughN() == archivedN) {
      coveredMs = Math.max(coveredMs, mark.timeMs());
    }
    writtenMs = nowMs;
  }

  PartitionStatus status() {
    Optional<Long> oldest = Optional.empty();
    if (upload != null) {
      oldest = Optional.of(upload.firstTimeMs());
    } else if (filling != null) {
      oldest = Optional.of(fillingFirstTimeMs);
    }
    long unread = phase == Phase.COPYING ? Math.max(0, endN - expectedN) : 0;
    long unwritten =
        phase == Phase.COPYING
            ? records(filling) + (upload == null ? 0 : records(upload.records()))
            : Math.max(0, endN - Math.max(0, archivedN + 1));
    return new PartitionStatus(
        number,
        archivedN,
        unread + unwritten,
        unread,
        waitingBytes(),
        oldest,
        coveredMs,
        currentMs,
        writtenMs,
        failing,
        Optional.ofNullable(stopped));
  }

  private static long records(@Nullable SegmentBuilder segment) {
    return segment == null ? 0 : segment.records();
  }
}
