package io.entdb.follower;

import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Jobs that wait for a worker, in the order in which they are due. Usable by several threads. */
final class Jobs {
  private static final System.Logger LOG = System.getLogger(Jobs.class.getName());

  /** After a fault that no job expects. */
  private static final long RETRY_MS = 5_000;

  /** Longest between two looks at the clock, which may be set. */
  private static final long WAIT_MAX_MS = 1_000;

  private final InstantSource clock;
  private final PriorityQueue<Due> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMs).thenComparingLong(Due::order));
  private long order;

  Jobs(InstantSource clock) {
    this.clock = clock;
  }

  private record Due(long atMs, long order, Job job) {}

  void submit(Job job) {
    submit(job, 0);
  }

  synchronized void submit(Job job, long afterMs) {
    waiting.add(new Due(clock.millis() + afterMs, order++, job));
    notifyAll();
  }

  /** Runs the next job that is due; false: none is. */
  boolean runOne() throws InterruptedException {
    Due due = takeDue();
    if (due == null) {
      return false;
    }
    run(due.job());
    return true;
  }

  /** Runs jobs as they become due, until the thread is interrupted. */
  void runUntilInterrupted() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        run(awaitDue().job());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Job job) throws InterruptedException {
    Job.Result result;
    try {
      result = job.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, job + " failed unexpectedly, next try in 5 s", e);
      result = new Job.Result.Again(RETRY_MS);
    }
    if (result instanceof Job.Result.Again(long afterMs)) {
      submit(job, afterMs);
    }
  }

  private synchronized @Nullable Due takeDue() {
    Due first = waiting.peek();
    return first != null && first.atMs() <= clock.millis() ? waiting.poll() : null;
  }

  private synchronized Due awaitDue() throws InterruptedException {
    Due due = takeDue();
    while (due == null) {
      Due first = waiting.peek();
      long ms = first == null ? WAIT_MAX_MS : first.atMs() - clock.millis();
      wait(Math.clamp(ms, 1, WAIT_MAX_MS));
      due = takeDue();
    }
    return due;
  }
}
