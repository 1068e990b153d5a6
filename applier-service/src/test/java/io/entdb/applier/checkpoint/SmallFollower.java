package io.entdb.applier.checkpoint;

import io.entdb.follower.FollowerSettings;
import java.nio.file.Path;
import java.time.Duration;

/** A follower for a test. */
record SmallFollower(Path dataDir) implements FollowerSettings {
  @Override
  public int lanes() {
    return 2;
  }

  @Override
  public int hydrators() {
    return 2;
  }

  @Override
  public int openStoresMax() {
    return 4;
  }

  @Override
  public long diskBytesMax() {
    return Long.MAX_VALUE;
  }

  @Override
  public int writerCacheKib() {
    return 64;
  }

  @Override
  public int readerCacheKib() {
    return 64;
  }

  @Override
  public int readersMax() {
    return 1;
  }

  @Override
  public Duration followedInterval() {
    return Duration.ofMillis(50);
  }

  @Override
  public Duration extentInterval() {
    return Duration.ofMillis(50);
  }

  @Override
  public Duration manifestAgeMax() {
    return Duration.ZERO;
  }
}
