package io.entdb.follower;

/**
 * How much may wait in memory.
 *
 * @param batchRecordsMax most records of a commit: enough of them to spread its cost over
 * @param batchBytesMax most bytes of a commit; a single record may be larger
 * @param waitingRecordsMax most records that wait for one tenant's hydration; more are read from
 *     the log again (ADR 0005 D4)
 * @param waitingBytesMax most bytes of them
 * @param waitingBytesTotalMax most bytes that wait for hydrations in one partition
 * @param liveRecordsMax most records of a partition that wait for lanes; more pause the partition
 * @param liveBytesMax most bytes of them
 */
record QueueLimits(
    int batchRecordsMax,
    long batchBytesMax,
    int waitingRecordsMax,
    long waitingBytesMax,
    long waitingBytesTotalMax,
    long liveRecordsMax,
    long liveBytesMax) {
  private static final long MIB = 1024 * 1024;

  static final QueueLimits DEFAULT =
      new QueueLimits(512, 4 * MIB, 256, 8 * MIB, 32 * MIB, 8_192, 32 * MIB);
}
