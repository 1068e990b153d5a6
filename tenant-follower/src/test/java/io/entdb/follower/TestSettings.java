package io.entdb.follower;

import java.nio.file.Path;
import java.time.Duration;

/** Small budgets and short intervals, so that tests meet them; those of other modules, too. */
public record TestSettings(
    Path dataDir,
    int lanes,
    int hydrators,
    int openStoresMax,
    long diskBytesMax,
    int writerCacheKib,
    int readerCacheKib,
    int readersMax,
    Duration followedInterval,
    Duration extentInterval,
    Duration manifestAgeMax)
    implements FollowerSettings {
  public static TestSettings in(Path dataDir) {
    return new TestSettings(
        dataDir,
        2,
        2,
        3,
        Long.MAX_VALUE,
        64,
        64,
        2,
        Duration.ofMillis(100),
        Duration.ofMillis(100),
        Duration.ofMillis(500));
  }

  TestSettings withOpenStoresMax(int count) {
    return new TestSettings(
        dataDir,
        lanes,
        hydrators,
        count,
        diskBytesMax,
        writerCacheKib,
        readerCacheKib,
        readersMax,
        followedInterval,
        extentInterval,
        manifestAgeMax);
  }

  TestSettings withDiskBytesMax(long bytes) {
    return new TestSettings(
        dataDir,
        lanes,
        hydrators,
        openStoresMax,
        bytes,
        writerCacheKib,
        readerCacheKib,
        readersMax,
        followedInterval,
        extentInterval,
        manifestAgeMax);
  }
}
