package io.entdb.localstack;

import io.entdb.localstack.Part.Kind;
import io.entdb.localstack.StackSettings.Lifetime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a stack shall be, then starts it. */
public final class LocalStackBuilder {
  private final Map<Kind, Map<String, String>> environment = new EnumMap<>(Kind.class);
  private Set<Kind> kinds = EnumSet.allOf(Kind.class);
  private int brokers = 1;
  private int partitions = 4;
  private Tuning tuning = Tuning.QUICK_START;
  private @Nullable Path data;

  LocalStackBuilder() {}

  /** Runs only these kinds of processes. */
  public LocalStackBuilder only(Kind first, Kind... others) {
    kinds = EnumSet.of(first, others);
    return this;
  }

  /** Runs three brokers: three copies of the log, two of which must have a write. */
  public LocalStackBuilder threeBrokers() {
    brokers = 3;
    return this;
  }

  /** How many partitions the log has when it is created; 4 unless said otherwise. */
  public LocalStackBuilder partitions(int partitions) {
    this.partitions = partitions;
    return this;
  }

  /** How the JVMs are set up. */
  public LocalStackBuilder tuning(Tuning tuning) {
    this.tuning = tuning;
    return this;
  }

  /** Gives the services of a kind one more environment variable, or another value for one. */
  public LocalStackBuilder environment(Kind kind, String name, String value) {
    environment.computeIfAbsent(kind, absent -> new HashMap<>()).put(name, value);
    return this;
  }

  /** Keeps everything in this folder; without it, a temporary one is deleted at the end. */
  public LocalStackBuilder data(Path folder) {
    data = folder.toAbsolutePath();
    return this;
  }

  /**
   * Starts the stack and returns when all of it is ready.
   *
   * @throws LocalStackException when a process ends or does not become ready; nothing stays behind
   */
  public LocalStack start() {
    Path folder = data == null ? temporaryFolder() : data;
    Lifetime lifetime = data == null ? Lifetime.EPHEMERAL : Lifetime.KEPT;
    var settings =
        new StackSettings(
            Installation.find(),
            folder,
            lifetime,
            Ports.free(),
            kinds,
            brokers,
            partitions,
            tuning,
            environment);
    List<String> leftovers = new RunFolder(folder).stopLeftovers();
    if (!leftovers.isEmpty()) {
      throw new LocalStackException(folder + " was in use by " + leftovers + ", now stopped");
    }
    var stack = new LocalStack(settings, LogSink.NONE);
    stack.start();
    return stack;
  }

  static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("entdb-stack-");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder for the stack", e);
    }
  }
}
