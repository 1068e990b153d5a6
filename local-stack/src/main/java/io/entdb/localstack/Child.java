package io.entdb.localstack;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** One running process of the stack. */
final class Child {
  /** A process that has not answered by then will not. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  /** A start takes seconds: asking more often than this gains nothing and costs the one asked. */
  private static final Duration POLL = Duration.ofMillis(200);

  private static final int LAST_LINES = 30;

  private final ChildSpec spec;
  private final RunFolder run;
  private final Process process;
  private final Thread pump;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private volatile boolean stopping;

  private Child(ChildSpec spec, RunFolder run, Process process, Path log, LogSink sink) {
    this.spec = spec;
    this.run = run;
    this.process = process;
    this.pump =
        Thread.ofPlatform().daemon().name("log of " + spec.part()).unstarted(() -> pump(log, sink));
  }

  /** Starts the process; what it prints goes to the file and the sink. */
  static Child start(ChildSpec spec, RunFolder run, Path log, LogSink sink) {
    var builder = new ProcessBuilder(spec.command());
    builder.directory(spec.folder().toFile());
    builder.environment().putAll(spec.environment());
    builder.redirectErrorStream(true);
    try {
      Files.createDirectories(log.getParent());
      var child = new Child(spec, run, builder.start(), log, sink);
      run.started(spec.part(), child.process.toHandle());
      child.pump.start();
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + spec.part(), e);
    }
  }

  ChildSpec spec() {
    return spec;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Returns when the process does its work.
   *
   * @throws LocalStackException when it ends first, or is not ready after a long time
   */
  void awaitReady() {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (!spec.ready().isReady()) {
      if (!process.isAlive()) {
        awaitPump();
        throw new LocalStackException(
            "%s ended with code %d before it was ready; its last lines:%n%s"
                .formatted(spec.part(), process.exitValue(), lastLines()));
      }
      if (System.nanoTime() > deadline) {
        throw new LocalStackException(
            "%s is not ready after %d s; its last lines:%n%s"
                .formatted(spec.part(), START_PATIENCE.toSeconds(), lastLines()));
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LocalStackException("interrupted while waiting for " + spec.part(), e);
      }
    }
  }

  /** Asks the process to stop; {@link #awaitEnd} waits for it. */
  void stop() {
    stopping = true;
    // Not Process.destroy(): it would close the output and lose the last words.
    process.toHandle().destroy();
  }

  /** Ends the process at once, as a crash would. */
  void kill() {
    stopping = true;
    process.toHandle().destroyForcibly();
    awaitEnd();
  }

  void awaitEnd() {
    RunFolder.awaitEnd(process.toHandle(), STOP_PATIENCE);
    awaitPump();
    run.ended(spec.part());
  }

  private void awaitPump() {
    try {
      pump.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pump(Path log, LogSink sink) {
    try (var in = process.inputReader();
        BufferedWriter file =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        file.write(line);
        file.newLine();
        if (!in.ready()) {
          file.flush(); // Lines that come together are written together.
        }
        remember(line);
        sink.line(spec.part(), line);
      }
    } catch (IOException e) {
      sink.line(spec.part(), "its output can no longer be read: " + e.getMessage());
    }
    if (!stopping) {
      sink.line(spec.part(), "ended by itself; the others go on. Log: " + log);
    }
  }

  private void remember(String line) {
    synchronized (lastLines) {
      lastLines.addLast(line);
      if (lastLines.size() > LAST_LINES) {
        lastLines.removeFirst();
      }
    }
  }

  private String lastLines() {
    synchronized (lastLines) {
      return "  " + String.join("\n  ", lastLines);
    }
  }
}
