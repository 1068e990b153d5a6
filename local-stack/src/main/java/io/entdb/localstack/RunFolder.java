package io.entdb.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Remembers in files which processes belong to a stack, so that another process can stop exactly
 * these. A file holds a process id and when that process started: the system gives ids out again,
 * and a stranger must never be stopped.
 */
final class RunFolder {
  private static final String SUFFIX = ".pid";
  private static final String LAUNCHER = "launcher";

  /** The system's idea of a start moves a little when the clock is set. */
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  private final Path folder;

  RunFolder(Path data) {
    this.folder = data.resolve("run");
  }

  /** Says that this process runs the stack now. */
  void enter() {
    record(LAUNCHER, ProcessHandle.current());
  }

  /** Says that this process no longer runs the stack. */
  void leave() {
    forget(LAUNCHER);
  }

  void started(Part part, ProcessHandle process) {
    record(part.toString(), process);
  }

  void ended(Part part) {
    forget(part.toString());
  }

  /** The launcher that uses this folder, if one is running. */
  Optional<ProcessHandle> launcher() {
    return running(file(LAUNCHER));
  }

  /**
   * Stops what a launcher that was killed has left behind, and forgets it.
   *
   * @return the names of the processes that were still there
   */
  List<String> stopLeftovers() {
    var stopped = new ArrayList<String>();
    var processes = new ArrayList<ProcessHandle>();
    for (Path file : files()) {
      running(file)
          .ifPresent(
              process -> {
                stopped.add(file.getFileName().toString().replace(SUFFIX, ""));
                processes.add(process);
                process.destroy();
              });
    }
    processes.forEach(process -> awaitEnd(process, Duration.ofSeconds(10)));
    files().forEach(RunFolder::delete);
    return stopped;
  }

  /** Waits for a process that was told to stop, and ends it when it takes too long. */
  static void awaitEnd(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      process.onExit().join();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a process cannot fail to end", e);
    }
  }

  private void record(String name, ProcessHandle process) {
    try {
      Files.createDirectories(folder);
      Instant started = process.info().startInstant().orElse(Instant.now());
      Files.writeString(file(name), process.pid() + " " + started.toEpochMilli() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remember the process " + name, e);
    }
  }

  private void forget(String name) {
    delete(file(name));
  }

  private Path file(String name) {
    return folder.resolve(name + SUFFIX);
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }

  private static Optional<ProcessHandle> running(Path file) {
    try {
      String[] words = Files.readString(file).strip().split(" ", -1);
      long pid = Long.parseLong(words[0]);
      Instant started = Instant.ofEpochMilli(Long.parseLong(words[1]));
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(process -> startedAt(process, started));
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      // Never written to the end, or gone already: it names nobody.
      return Optional.empty();
    }
  }

  private static boolean startedAt(ProcessHandle process, Instant expected) {
    return process
        .info()
        .startInstant()
        .filter(actual -> Duration.between(actual, expected).abs().compareTo(START_TOLERANCE) <= 0)
        .isPresent();
  }
}
