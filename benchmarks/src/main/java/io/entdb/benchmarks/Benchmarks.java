package io.entdb.benchmarks;

import io.entdb.benchmarks.apply.ApplyBenchmark;
import io.entdb.benchmarks.backup.BackupBenchmark;
import io.entdb.benchmarks.service.ObservabilityBenchmark;
import io.entdb.benchmarks.service.ServiceBenchmark;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The program behind {@code ./dev bench}. */
public final class Benchmarks {
  private static final List<Benchmark> ALL =
      List.of(
          new ApplyBenchmark(),
          new ServiceBenchmark(),
          new ObservabilityBenchmark(),
          new BackupBenchmark());

  /** An odd number has a median that was measured. */
  private static final int ROUNDS_DEFAULT = 5;

  private static final Path FOLDER = Path.of("benchmarks", "target", "work");

  private Benchmarks() {}

  public static void main(String[] arguments) throws Exception {
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    int rounds = ROUNDS_DEFAULT;
    var chosen = new ArrayList<Benchmark>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "all" -> chosen.addAll(ALL);
        case "--rounds" -> {
          i++;
          rounds = i < arguments.length ? positive(arguments[i]) : 0;
          if (rounds == 0) {
            misused("--rounds needs a number, 1 or more");
          }
        }
        default -> {
          Optional<Benchmark> found = named(arguments[i]);
          if (found.isEmpty()) {
            misused("there is no benchmark \"" + arguments[i] + "\"");
          }
          found.ifPresent(chosen::add);
        }
      }
    }
    if (chosen.isEmpty()) {
      list(out);
      return;
    }
    for (Benchmark benchmark : chosen) {
      long start = System.nanoTime();
      try (var run = Run.start(out, FOLDER, benchmark.name(), rounds)) {
        run.say("## " + benchmark.name() + ": " + benchmark.summary());
        run.say("");
        benchmark.run(run);
        run.say("(%s took %d s)".formatted(benchmark.name(), secondsSince(start)));
        run.say("");
      }
      out.flush();
    }
  }

  private static Optional<Benchmark> named(String name) {
    return ALL.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst();
  }

  private static int positive(String text) {
    return text.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(text) : 0;
  }

  private static long secondsSince(long start) {
    return (System.nanoTime() - start) / 1_000_000_000L;
  }

  private static void list(PrintStream out) {
    out.println(
        "./dev bench [--rounds N] name...    all = every one of these, one after the other");
    ALL.forEach(it -> out.printf("  %-14s %s%n", it.name(), it.summary()));
    out.flush();
  }

  private static void misused(String message) {
    System.err.println("bench: " + message);
    System.exit(2);
  }
}
