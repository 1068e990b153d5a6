package io.entdb.model;

/**
 * A place in the log: a partition and {@code n = epoch·2^44 + Kafka offset}. Positions of one
 * partition never repeat and never go back, over all lives (epochs) of the topic.
 *
 * @param partition from 0
 * @param n 0 or more; the record at it
 */
public record WalPosition(int partition, long n) implements Comparable<WalPosition> {
  /** Bits of n that hold the Kafka offset: 17 trillion records in one life of a partition. */
  public static final int OFFSET_BITS = 44;

  private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;
  private static final int EPOCH_MAX = (1 << (62 - OFFSET_BITS)) - 1;

  /** n of "before the first record": what a follower that has read nothing stands at. */
  public static final long BEFORE_FIRST = -1;

  public WalPosition {
    if (partition < 0 || n < BEFORE_FIRST) {
      throw new InvalidException("position " + partition + ":" + n + " is negative");
    }
  }

  /** The n of a Kafka offset in a life of the topic. */
  public static long n(int epoch, long offset) {
    if (epoch < 0 || epoch > EPOCH_MAX || offset < 0 || offset > OFFSET_MASK) {
      throw new InvalidException("epoch " + epoch + ", offset " + offset + " is no log position");
    }
    return ((long) epoch << OFFSET_BITS) | offset;
  }

  public static int epochOf(long n) {
    return (int) (n >>> OFFSET_BITS);
  }

  public static long offsetOf(long n) {
    return n & OFFSET_MASK;
  }

  /** The form that clients see, {@code topic:partition:n}; opaque to them. */
  public String toText(String topic) {
    return topic + ":" + partition + ":" + n;
  }

  /**
   * Reads the form that clients see.
   *
   * @throws InvalidException when it is not a position of this topic
   */
  public static WalPosition parse(String text, String topic) {
    String prefix = topic + ":";
    int colon = text.lastIndexOf(':');
    if (text.startsWith(prefix) && colon >= prefix.length()) {
      try {
        int partition = Integer.parseUnsignedInt(text.substring(prefix.length(), colon));
        long n = Long.parseUnsignedLong(text.substring(colon + 1));
        if (partition >= 0 && n >= 0) {
          return new WalPosition(partition, n);
        }
      } catch (NumberFormatException e) {
        // Falls through to the one message below.
      }
    }
    throw new InvalidException(
        "position " + Quoted.of(text) + " is not of the form " + prefix + "<partition>:<n>");
  }

  @Override
  public int compareTo(WalPosition other) {
    int byPartition = Integer.compare(partition, other.partition);
    return byPartition != 0 ? byPartition : Long.compare(n, other.n);
  }

  @Override
  public String toString() {
    return partition + ":" + n;
  }
}
