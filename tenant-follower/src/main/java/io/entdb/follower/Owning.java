package io.entdb.follower;

import io.entdb.wal.consumer.WalGroup;
import java.time.Duration;

/** Follows the partitions that a group assigns. Called by the tail's thread, inside its poll. */
final class Owning implements WalGroup.Ownership {
  /** How long a partition that moves away may take to commit what it has read. */
  private static final Duration FLUSH_MAX = Duration.ofSeconds(5);

  private final Engine engine;
  private final Runnable letLanesWork;

  /**
   * @param letLanesWork gives the lanes a moment
   */
  Owning(Engine engine, Runnable letLanesWork) {
    this.engine = engine;
    this.letLanesWork = letLanesWork;
  }

  @Override
  public void assigned(int partition) {
    engine.open(partition);
  }

  @Override
  public void dealt() {
    engine.dealt = true;
  }

  @Override
  public void revoked(int partition) {
    Partition followed = engine.partition(partition);
    if (followed != null) {
      engine.tail.forget(partition);
      long ends = engine.clock.millis() + FLUSH_MAX.toMillis();
      while (followed.liveLoad.records() > 0 && engine.clock.millis() < ends) {
        letLanesWork.run();
      }
      engine.close(followed, "the partition went to another member of the group");
    }
  }

  @Override
  public void lost(int partition) {
    Partition followed = engine.partition(partition);
    if (followed != null) {
      engine.tail.forget(partition);
      engine.close(followed, "the group took the partition for abandoned");
    }
  }
}
