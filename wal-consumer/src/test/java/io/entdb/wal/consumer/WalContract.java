package io.entdb.wal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.entdb.model.record.LogEntry;
import io.entdb.wal.consumer.WalTruncatedException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every form of the log keeps, the one in memory included. */
public abstract class WalContract {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  /** A log of three partitions that nobody else writes to. */
  protected interface Log extends AutoCloseable {
    WalTail tail();

    WalRange range();

    WalExtent extent();

    /** Appends a record; its n. */
    long append(int partition, String key, String value) throws Exception;

    /** Loses the records before n to retention. */
    void forgetBefore(int partition, long n) throws Exception;

    void addPartitions(int count) throws Exception;

    @Override
    void close();
  }

  /** A fresh one. */
  protected abstract Log open() throws Exception;

  private static List<String> values(List<LogEntry> entries) {
    return entries.stream().map(e -> new String(e.value(), StandardCharsets.UTF_8)).toList();
  }

  /** As many records as are expected, in the order in which they come. */
  private static List<LogEntry> take(WalTail tail, int count) throws Exception {
    var entries = new ArrayList<LogEntry>();
    long ends = System.nanoTime() + LONG.toNanos();
    while (entries.size() < count && System.nanoTime() < ends) {
      entries.addAll(tail.poll(SHORT));
    }
    return entries;
  }

  /** Polls until it fails. */
  private static WalTruncatedException failure(WalTail tail) throws Exception {
    long ends = System.nanoTime() + LONG.toNanos();
    while (System.nanoTime() < ends) {
      try {
        tail.poll(SHORT);
      } catch (WalTruncatedException e) {
        return e;
      }
    }
    throw new AssertionError("no failure came");
  }

  @Test
  protected void aTailBeginsWhereItIsToldAndKeepsEachPartitionsOrder() throws Exception {
    try (Log log = open();
        WalTail tail = log.tail()) {
      for (int i = 0; i < 20; i++) {
        log.append(i % 2, "key", "value " + i);
      }
      tail.follow(0, 5, WalTail.LEADER_EPOCH_UNKNOWN);
      tail.follow(1, 0, WalTail.LEADER_EPOCH_UNKNOWN);
      List<LogEntry> entries = take(tail, 15);

      assertThat(values(entries.stream().filter(e -> e.position().partition() == 0).toList()))
          .containsExactly("value 10", "value 12", "value 14", "value 16", "value 18");
      assertThat(entries.stream().filter(e -> e.position().partition() == 1))
          .isSortedAccordingTo((a, b) -> a.position().compareTo(b.position()))
          .hasSize(10);
      assertThat(entries.getFirst().key()).isEqualTo("key");
      assertThat(tail.nextN(0)).isEqualTo(10);
      assertThat(tail.nextN(1)).isEqualTo(10);
    }
  }

  @Test
  protected void aTailDeliversWhatIsAppendedLater() throws Exception {
    try (Log log = open();
        WalTail tail = log.tail()) {
      tail.follow(2, 0, WalTail.LEADER_EPOCH_UNKNOWN);
      assertThat(tail.poll(SHORT)).isEmpty();
      log.append(2, "key", "late");
      assertThat(values(take(tail, 1))).containsExactly("late");
    }
  }

  @Test
  protected void followingAgainMovesAPartition() throws Exception {
    try (Log log = open();
        WalTail tail = log.tail()) {
      log.append(0, "key", "first");
      log.append(0, "key", "second");
      tail.follow(0, 0, WalTail.LEADER_EPOCH_UNKNOWN);
      LogEntry last = take(tail, 2).getLast();
      tail.follow(0, 1, last.leaderEpoch());
      assertThat(values(take(tail, 1))).containsExactly("second");
    }
  }

  @Test
  protected void aPausedPartitionWaitsAndLosesNothing() throws Exception {
    try (Log log = open();
        WalTail tail = log.tail()) {
      tail.follow(0, 0, WalTail.LEADER_EPOCH_UNKNOWN);
      tail.follow(1, 0, WalTail.LEADER_EPOCH_UNKNOWN);
      tail.pause(0);
      log.append(0, "key", "held back");
      log.append(1, "key", "let through");
      assertThat(values(take(tail, 1))).containsExactly("let through");
      assertThat(tail.poll(SHORT)).isEmpty();
      tail.resume(0);
      assertThat(values(take(tail, 1))).containsExactly("held back");
    }
  }

  @Test
  protected void aPartitionThatIsUnfollowedDeliversNothing() throws Exception {
    try (Log log = open();
        WalTail tail = log.tail()) {
      tail.follow(0, 0, WalTail.LEADER_EPOCH_UNKNOWN);
      tail.follow(1, 0, WalTail.LEADER_EPOCH_UNKNOWN);
      tail.unfollow(0);
      log.append(0, "key", "unwanted");
      log.append(1, "key", "wanted");
      assertThat(values(take(tail, 1))).containsExactly("wanted");
      assertThat(tail.poll(SHORT)).isEmpty();
    }
  }

  @Test
  protected void aWakeupEndsAPoll() throws Exception {
    try (Log log = open();
        WalTail tail = log.tail()) {
      tail.follow(0, 0, WalTail.LEADER_EPOCH_UNKNOWN);
      tail.poll(SHORT);
      tail.wakeup();
      long started = System.nanoTime();
      assertThat(tail.poll(LONG)).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(LONG.dividedBy(2));
    }
  }

  @Test
  protected void aForgottenPositionEndsItsPartitionOnly() throws Exception {
    try (Log log = open();
        WalTail tail = log.tail()) {
      for (int i = 0; i < 5; i++) {
        log.append(0, "key", "value " + i);
      }
      log.forgetBefore(0, 3);
      tail.follow(0, 1, WalTail.LEADER_EPOCH_UNKNOWN);
      tail.follow(1, 0, WalTail.LEADER_EPOCH_UNKNOWN);

      WalTruncatedException failure = failure(tail);
      assertThat(failure.kind()).isEqualTo(Kind.FORGOTTEN);
      assertThat(failure.partition()).isZero();
      log.append(1, "key", "goes on");
      assertThat(values(take(tail, 1))).containsExactly("goes on");
      tail.follow(0, 3, WalTail.LEADER_EPOCH_UNKNOWN);
      assertThat(values(take(tail, 2))).containsExactly("value 3", "value 4");
    }
  }

  @Test
  protected void aPositionBehindTheEndMeansThatTheLogLostRecords() throws Exception {
    try (Log log = open();
        WalTail tail = log.tail()) {
      log.append(0, "key", "only");
      tail.follow(0, 4, WalTail.LEADER_EPOCH_UNKNOWN);
      assertThat(failure(tail).kind()).isEqualTo(Kind.CUT);
    }
  }

  @Test
  protected void aRangeHandsOverItsRecordsOfTheKeysWanted() throws Exception {
    try (Log log = open()) {
      for (int i = 0; i < 50; i++) {
        log.append(0, i % 5 == 0 ? "rare" : "common", "value " + i);
      }
      var entries = new ArrayList<LogEntry>();
      log.range().<RuntimeException>read(0, 10, 40, "rare"::equals, entries::add);

      assertThat(values(entries))
          .containsExactly(
              "value 10", "value 15", "value 20", "value 25", "value 30", "value 35", "value 40");
      log.range().<RuntimeException>read(0, 41, 40, _ -> true, entries::add);
      assertThat(entries).as("nothing more").hasSize(7);
    }
  }

  @Test
  protected void aRangeThatTheLogDoesNotHoldIsRefused() throws Exception {
    try (Log log = open()) {
      for (int i = 0; i < 5; i++) {
        log.append(0, "key", "value " + i);
      }
      log.forgetBefore(0, 2);

      assertThatThrownBy(() -> log.range().<RuntimeException>read(0, 1, 3, _ -> true, _ -> {}))
          .asInstanceOf(type(WalTruncatedException.class))
          .returns(Kind.FORGOTTEN, WalTruncatedException::kind);
      assertThatThrownBy(() -> log.range().<RuntimeException>read(0, 3, 5, _ -> true, _ -> {}))
          .asInstanceOf(type(WalTruncatedException.class))
          .returns(Kind.CUT, WalTruncatedException::kind);
    }
  }

  @Test
  protected void theExtentTellsWhereTheLogBeginsAndEnds() throws Exception {
    try (Log log = open()) {
      for (int i = 0; i < 5; i++) {
        log.append(1, "key", "value " + i);
      }
      log.forgetBefore(1, 2);

      assertThat(log.extent().partitionCount()).isEqualTo(3);
      assertThat(log.extent().endN(List.of(0, 1))).isEqualTo(Map.of(0, 0L, 1, 5L));
      assertThat(log.extent().beginningN(List.of(0, 1))).isEqualTo(Map.of(0, 0L, 1, 2L));
    }
  }

  @Test
  protected void anAddedPartitionIsCountedAndFollowed() throws Exception {
    try (Log log = open();
        WalTail tail = log.tail()) {
      tail.follow(3, 0, WalTail.LEADER_EPOCH_UNKNOWN);
      log.addPartitions(4);
      log.append(3, "key", "new");
      assertThat(log.extent().partitionCount()).isEqualTo(4);
      assertThat(values(take(tail, 1))).containsExactly("new");
    }
  }
}
