package io.entdb.backup;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Tasks that wait for the object store, a few at a time: that hides the latency of single requests
 * and bounds memory. One thread starts them and hears of their ends, in any order.
 */
final class FewAtATime<T> implements AutoCloseable {
  private final int atATime;
  private final Consumer<T> ended;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorCompletionService<T> tasks;
  private int underWay;

  /**
   * None has been started.
   *
   * @param atATime 1 = on the caller's thread
   * @param ended takes results, on the caller's thread
   */
  FewAtATime(int atATime, Consumer<T> ended) {
    this.atATime = atATime;
    this.ended = ended;
    this.tasks = new ExecutorCompletionService<>(atATime == 1 ? Runnable::run : threads);
  }

  /**
   * Starts a task, as soon as it may begin.
   *
   * @throws ExecutionException one that was started before has failed
   */
  void start(Callable<T> task) throws ExecutionException, InterruptedException {
    if (underWay == atATime) {
      awaitOne();
    }
    tasks.submit(task);
    underWay++;
  }

  /** Until all have ended. */
  void awaitAll() throws ExecutionException, InterruptedException {
    while (underWay > 0) {
      awaitOne();
    }
  }

  private void awaitOne() throws ExecutionException, InterruptedException {
    underWay--;
    ended.accept(tasks.take().get());
  }

  /** Interrupts those that have not ended, and waits for them. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
