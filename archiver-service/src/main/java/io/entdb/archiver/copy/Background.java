package io.entdb.archiver.copy;

import io.entdb.objects.ObjectStoreException;
import io.entdb.wal.consumer.WalUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** Work that blocks, done elsewhere; its answers are run by the thread that calls {@link #run}. */
final class Background {
  private final Executor executor;
  private final Runnable wakeUp;
  private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
  private final List<Later> later = new ArrayList<>();

  /**
   * Nothing under way.
   *
   * @param wakeUp called when there is an answer, on any thread
   */
  Background(Executor executor, Runnable wakeUp) {
    this.executor = executor;
    this.wakeUp = wakeUp;
  }

  /** What blocks; returns what is to be done with its result. */
  @FunctionalInterface
  interface Work {
    Runnable run() throws ObjectStoreException, WalUnavailableException;
  }

  /** What is to be done when it failed. */
  @FunctionalInterface
  interface Failed {
    void because(Exception failure);
  }

  private record Later(long atMs, Runnable task) {}

  void start(Work work, Failed failed) {
    executor.execute(
        () -> {
          Runnable answer;
          try {
            answer = work.run();
          } catch (ObjectStoreException | WalUnavailableException | RuntimeException e) {
            answer = () -> failed.because(e);
          }
          answers.add(answer);
          wakeUp.run();
        });
  }

  /** Has a task run by {@link #run} at a time, unix ms. */
  void at(long timeMs, Runnable task) {
    later.add(new Later(timeMs, task));
  }

  /** Runs the answers that are there and the tasks whose time has come. */
  void run(long nowMs) {
    for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
      answer.run();
    }
    List<Later> due = later.stream().filter(task -> nowMs >= task.atMs()).toList();
    later.removeAll(due);
    due.forEach(task -> task.task().run());
  }
}
