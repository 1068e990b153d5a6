package io.entdb.follower;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The threads of a follower. */
final class FollowerThreads {
  private static final System.Logger LOG = System.getLogger(FollowerThreads.class.getName());

  /** How long the tail waits for records before it looks around. */
  private static final Duration POLL = Duration.ofMillis(250);

  private static final Duration RETRY = Duration.ofMillis(500);

  /** Longest that closing waits for lanes to commit what is queued. */
  private static final Duration DRAIN_MAX = Duration.ofSeconds(20);

  /** The disk is measured at every so many writings of the notes. */
  private static final int LOOKS_PER_MEASURE = 4;

  private final Engine engine;
  private final ExtentWatch watch;
  private final DiskBudget disk;
  private final List<Thread> workers = new ArrayList<>();
  private final Thread tail;
  private final Thread notes;
  private final CountDownLatch closing = new CountDownLatch(1);

  FollowerThreads(Engine engine, ExtentWatch watch, DiskBudget disk) {
    this.engine = engine;
    this.watch = watch;
    this.disk = disk;
    this.tail = daemon("entdb-tail", this::tailUntilClosing);
    for (int i = 0; i < engine.lanes.size(); i++) {
      workers.add(daemon("entdb-lane-" + i, engine.lanes.get(i)::runUntilInterrupted));
    }
    for (int i = 0; i < engine.settings.hydrators(); i++) {
      workers.add(daemon("entdb-hydrator-" + i, engine.jobs::runUntilInterrupted));
    }
    workers.add(daemon("entdb-extent", this::watchUntilInterrupted));
    this.notes = daemon("entdb-notes", this::noteUntilClosing);
  }

  private static Thread daemon(String name, Runnable work) {
    return Thread.ofPlatform().daemon().name(name).unstarted(work);
  }

  void start() {
    workers.forEach(Thread::start);
    tail.start();
    notes.start();
  }

  private void tailUntilClosing() {
    while (closing.getCount() > 0) {
      try {
        if (!engine.tail.step(POLL)) {
          LockSupport.parkNanos(RETRY.toNanos());
        }
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "the tail failed unexpectedly; trying again", e);
        LockSupport.parkNanos(RETRY.toNanos());
      }
    }
  }

  private void watchUntilInterrupted() {
    try {
      while (true) {
        watch.look();
        Thread.sleep(engine.settings.extentInterval());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Is never interrupted: that would close the files it writes. */
  private void noteUntilClosing() {
    try {
      long interval = engine.settings.followedInterval().toMillis();
      for (int look = 0; !closing.await(interval, TimeUnit.MILLISECONDS); look++) {
        engine.partitions().stream().filter(Partition::isOpen).forEach(engine::note);
        if (look % LOOKS_PER_MEASURE == 0) {
          disk.look();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the lanes commit what was read, and ends the threads. */
  void close() throws InterruptedException {
    closing.countDown();
    engine.tail.submit(() -> {});
    tail.join();
    notes.join();
    long ends = System.nanoTime() + DRAIN_MAX.toNanos();
    while (engine.isAnythingQueued() && System.nanoTime() < ends) {
      Thread.sleep(5);
    }
    workers.forEach(Thread::interrupt);
    for (Thread worker : workers) {
      worker.join();
    }
  }
}
