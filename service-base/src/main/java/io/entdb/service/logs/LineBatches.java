package io.entdb.service.logs;

import io.quarkiverse.loggingjson.JsonFormatter;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;

/**
 * Writes lines together: a system call for each costs more than making it does. A line is written
 * {@link #DELAY_MAX} after it was logged at the latest, earlier when the buffer of 8 KiB is full,
 * and at once, with all before it, when it is of level WARNING or above. Where the output takes
 * nothing, whoever logs waits: no line is dropped. {@code kill -9} loses the lines of the last
 * delay.
 */
@ApplicationScoped
public class LineBatches {
  /** Nobody who reads a log notices; a thousand lines a second are then twenty writes. */
  static final Duration DELAY_MAX = Duration.ofMillis(50);

  private final LogLine line;

  LineBatches(LogLine line) {
    this.line = line;
  }

  /** Since the start: earlier lines, and mistakes that end it, are written one by one. */
  void begin(@Observes @Priority(10) StartupEvent start) {
    List<ExtHandler> handlers = batch(LogContext.getLogContext().getLogger(""));
    for (ExtHandler handler : handlers) {
      if (handler.getFormatter() instanceof JsonFormatter) {
        handler.setFormatter(new JsonLines(line));
      }
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(handlers), "entdb-last-lines"));
  }

  /** Lets all outputs of a logger write lines together. */
  static List<ExtHandler> batch(Logger logger) {
    List<ExtHandler> handlers = all(logger.getHandlers());
    handlers.forEach(handler -> handler.setAutoFlush(false));
    Thread.ofPlatform().daemon().name("entdb-lines").start(() -> flushAgainAndAgain(handlers));
    logger.addHandler(new Urgent(handlers));
    return handlers;
  }

  /** Has waiting lines written, and each from now on at once. */
  static void end(List<ExtHandler> handlers) {
    handlers.forEach(handler -> handler.setAutoFlush(true));
  }

  /** Handlers and those within them, outputs before those that hold them. */
  private static List<ExtHandler> all(Handler[] handlers) {
    var found = new ArrayList<ExtHandler>();
    for (Handler handler : handlers) {
      if (handler instanceof ExtHandler outer) {
        found.addAll(all(outer.getHandlers()));
        found.add(outer);
      }
    }
    return List.copyOf(found);
  }

  private static void flushAgainAndAgain(List<ExtHandler> handlers) {
    try {
      while (true) {
        Thread.sleep(DELAY_MAX);
        handlers.forEach(ExtHandler::flush);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hears of each line after the outputs did, and has them write what cannot wait. */
  private static final class Urgent extends ExtHandler {
    private final List<ExtHandler> waiting;

    Urgent(List<ExtHandler> waiting) {
      this.waiting = waiting;
    }

    @Override
    protected void doPublish(ExtLogRecord line) {
      if (line.getLevel().intValue() >= Level.WARN.intValue()) {
        waiting.forEach(ExtHandler::flush);
      }
    }

    /** It shows nothing, where a line comes from least of all. */
    @Override
    public boolean isCallerCalculationRequired() {
      return false;
    }
  }
}
