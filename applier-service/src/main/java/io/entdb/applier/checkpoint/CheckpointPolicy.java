package io.entdb.applier.checkpoint;

import java.time.Duration;

/** When checkpoints are made. */
public interface CheckpointPolicy {
  /** Longest time between checkpoints of a partition with news: bounds what a start replays. */
  Duration interval();

  /** Bytes of applied records after which a partition's checkpoint is made earlier. */
  long volumeBytes();

  /** Images uploaded at the same time. */
  int uploads();

  /** How often objects that nobody needs any more are looked for. */
  Duration garbageInterval();
}
