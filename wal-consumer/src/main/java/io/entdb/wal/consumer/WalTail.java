package io.entdb.wal.consumer;

import io.entdb.model.record.LogEntry;
import java.time.Duration;
import java.util.List;

/**
 * Delivers partitions of the log as they grow.
 *
 * <p>Each partition's records come in order of position, at least once: a record may come again
 * after {@link #follow} or when a group moves the partition, never otherwise. Different partitions
 * have no order among each other.
 *
 * <p>One thread calls everything here except {@link #wakeup}, which any thread may call.
 */
public interface WalTail extends AutoCloseable {
  /** Kafka's leader epoch where it isn't known. */
  int LEADER_EPOCH_UNKNOWN = -1;

  /**
   * Delivers a partition from a position on; a partition that is followed already moves there.
   *
   * @param nextN the first record wanted; it need not exist yet
   * @param leaderEpoch leader epoch of the record before {@code nextN}, so that a log that lost it
   *     is noticed; {@link #LEADER_EPOCH_UNKNOWN} = nothing is known of it
   */
  void follow(int partition, long nextN, int leaderEpoch);

  /** Delivers the partition no longer. Does nothing when it isn't followed. */
  void unfollow(int partition);

  /**
   * Holds the partition back until {@link #resume}; what was fetched ahead is kept or refetched.
   */
  void pause(int partition);

  /** Ends {@link #pause}. */
  void resume(int partition);

  /**
   * The next records of the partitions that are followed and not paused.
   *
   * @param timeout how long to wait for the first record
   * @return in each partition in order; empty after the timeout or {@link #wakeup}
   * @throws WalTruncatedException when a partition cannot go on; it is followed no longer, the
   *     others are not touched
   * @throws WalUnavailableException when the brokers refuse; try again later. Brokers that merely
   *     cannot be reached make for empty answers.
   */
  List<LogEntry> poll(Duration timeout) throws WalTruncatedException, WalUnavailableException;

  /**
   * n of the record that comes next in a followed partition: everything before it was delivered,
   * also where the log has no record at some n.
   */
  long nextN(int partition);

  /** Makes a waiting {@link #poll}, or else the next one, return at once. */
  void wakeup();

  @Override
  void close();
}
