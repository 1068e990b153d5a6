package io.entdb.systemtests.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Checkpoint manifests as they lie in the bucket, read without EntDB's own reader. */
public final class Manifests {
  private Manifests() {}

  /** All manifests of all partitions, by partition and position. */
  public static List<JsonNode> all(LocalStack stack) {
    Path checkpoints = stack.bucketFolder().resolve("checkpoints");
    var manifests = new ArrayList<JsonNode>();
    for (Path partition : list(checkpoints)) {
      if (partition.getFileName().toString().startsWith("p=")) {
        list(partition).forEach(file -> read(file).ifPresent(manifests::add));
      }
    }
    return manifests;
  }

  /** The newest manifest of a partition. */
  public static Optional<JsonNode> newest(LocalStack stack, int partition) {
    return all(stack).stream()
        .filter(manifest -> manifest.path("partition").asInt() == partition)
        .reduce((_, later) -> later);
  }

  /** What the newest manifest of a partition says of a tenant. */
  public static Optional<JsonNode> newestMark(LocalStack stack, int partition, String tenant) {
    return newest(stack, partition).flatMap(manifest -> mark(manifest, tenant));
  }

  /** What a manifest says of a tenant. */
  public static Optional<JsonNode> mark(JsonNode manifest, String tenant) {
    for (JsonNode mark : manifest.path("tenants")) {
      if (mark.path("tenant").asText().equals(tenant)) {
        return Optional.of(mark);
      }
    }
    return Optional.empty();
  }

  /** How many chunks of images a tenant has; empty = none was ever uploaded. */
  public static OptionalInt chunks(LocalStack stack, String tenant) {
    List<Path> chunks = list(stack.bucketFolder().resolve("checkpoints/chunks").resolve(tenant));
    return chunks.isEmpty() ? OptionalInt.empty() : OptionalInt.of(chunks.size());
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty = it was removed, or is being written. */
  private static Optional<JsonNode> read(Path file) {
    try {
      return Optional.of(Plan.parse(Files.readString(file)));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
