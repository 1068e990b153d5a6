package io.entdb.applier.checkpoint;

import java.time.Duration;

/** Told what checkpoints come to, for metrics. Return at once, throw nothing. */
public interface CheckpointListener {
  /** Hears nothing. */
  CheckpointListener NONE = new CheckpointListener() {};

  /** A checkpoint is published. */
  default void published(int partition, long n, int images, Duration took) {}

  /** A partition is known to have a checkpoint of all it holds; nothing was to be published. */
  default void current(int partition) {}

  /** A checkpoint could not be made; it is tried again. */
  default void failed(int partition) {}
}
