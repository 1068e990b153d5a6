package io.entdb.archiver.copy;

import java.time.Duration;

/** Work that is done in the background again and again, one at a time. */
final class Recurring {
  private final Duration interval;
  private final Background background;
  private long startedMs;
  private boolean running;

  /**
   * Nothing under way.
   *
   * @param lastMs as if it had been started then, unix ms: the first is due an interval later
   */
  Recurring(Duration interval, Background background, long lastMs) {
    this.interval = interval;
    this.background = background;
    this.startedMs = lastMs;
  }

  /** Starts the work if it is its time and none is under way. */
  void due(long nowMs, Background.Work work, Background.Failed failed) {
    if (running || nowMs - startedMs < interval.toMillis()) {
      return;
    }
    running = true;
    startedMs = nowMs;
    background.start(
        () -> {
          Runnable answer = work.run();
          return () -> {
            running = false;
            answer.run();
          };
        },
        failure -> {
          running = false;
          failed.because(failure);
        });
  }

  /** Has it started with the next call of {@link #due}, or with the first after its end. */
  void again() {
    startedMs = 0;
  }
}
