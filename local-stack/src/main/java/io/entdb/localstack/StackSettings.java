package io.entdb.localstack;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What a stack shall be.
 *
 * @param installation where its programs are
 * @param data the folder that keeps everything it writes
 * @param lifetime what becomes of that folder at the end
 * @param ports of the first process of each kind
 * @param kinds what runs
 * @param brokers 1, or 3 for a log that survives a broker
 * @param partitions of the log when it is created
 * @param tuning how the JVMs are set up
 * @param environment what services of a kind get besides, or instead of, the usual variables
 */
record StackSettings(
    Installation installation,
    Path data,
    Lifetime lifetime,
    Ports ports,
    Set<Part.Kind> kinds,
    int brokers,
    int partitions,
    Tuning tuning,
    Map<Part.Kind, Map<String, String>> environment) {

  /** The bucket that every stack has. */
  static final String BUCKET = "entdb";

  /** Who may use the S3 server. Not a secret: it listens on the loopback interface only. */
  static final String S3_IDENTITY = "local-identity";

  /** Goes with {@link #S3_IDENTITY}. */
  static final String S3_CREDENTIAL = "local-credential";

  /** The log's topic. */
  static final String TOPIC = "entdb-wal";

  /** What becomes of a stack's folder when it stops. */
  enum Lifetime {
    /** The next stack with the same folder goes on where this one stopped. */
    KEPT,
    /** The folder is deleted, so nothing needs to be written to the end. */
    EPHEMERAL
  }

  StackSettings {
    kinds = Set.copyOf(kinds);
    environment = copyOf(environment);
    if (brokers != 1 && brokers != 3) {
      throw new IllegalArgumentException("a stack has 1 or 3 brokers, not " + brokers);
    }
    if (partitions < 1) {
      throw new IllegalArgumentException("the log needs a partition, but got " + partitions);
    }
  }

  private static Map<Part.Kind, Map<String, String>> copyOf(
      Map<Part.Kind, Map<String, String>> environment) {
    var copy = new EnumMap<Part.Kind, Map<String, String>>(Part.Kind.class);
    environment.forEach((kind, variables) -> copy.put(kind, Map.copyOf(variables)));
    return Map.copyOf(copy);
  }

  boolean isEphemeral() {
    return lifetime == Lifetime.EPHEMERAL;
  }

  /** Where a process keeps its state. */
  Path dataOf(Part part) {
    return data.resolve(part.toString());
  }

  /** Where a process' output is written to. */
  Path logOf(Part part) {
    return data.resolve("logs").resolve(part + ".log");
  }
}
