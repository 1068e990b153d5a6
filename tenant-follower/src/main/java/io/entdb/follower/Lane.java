package io.entdb.follower;

import java.lang.System.Logger.Level;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Work on stores that is done one piece after another. A tenant always has the same lane. */
final class Lane {
  private static final System.Logger LOG = System.getLogger(Lane.class.getName());

  private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();

  void submit(Runnable piece) {
    work.add(piece);
  }

  boolean isEmpty() {
    return work.isEmpty();
  }

  /** Does the next piece; false: there is none. */
  boolean runOne() {
    Runnable piece = work.poll();
    run(piece);
    return piece != null;
  }

  /** Does what comes, until the thread is interrupted. */
  void runUntilInterrupted() {
    try {
      while (true) {
        run(work.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(@Nullable Runnable piece) {
    try {
      if (piece != null) {
        piece.run();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a lane's work failed unexpectedly", e);
    }
  }
}
