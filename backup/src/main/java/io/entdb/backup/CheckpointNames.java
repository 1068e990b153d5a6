package io.entdb.backup;

import io.entdb.model.TenantId;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the objects under {@code checkpoints/}. */
final class CheckpointNames {
  static final String ALL_MANIFESTS = "checkpoints/p=";

  private static final Pattern MANIFEST =
      Pattern.compile("checkpoints/p=(0|[1-9]\\d{0,8})/(\\d{20})\\.json");

  private CheckpointNames() {}

  static String manifests(int partition) {
    return ALL_MANIFESTS + partition + "/";
  }

  static ObjectName manifest(int partition, long n) {
    return new ObjectName("%s%020d.json".formatted(manifests(partition), n));
  }

  /** The partition of a manifest, by its name. */
  static int partitionOf(ObjectName manifest) throws ObjectCorruptException {
    return Integer.parseInt(parse(manifest).group(1));
  }

  /** The position of a manifest, by its name. */
  static long nOf(ObjectName manifest) throws ObjectCorruptException {
    try {
      return Long.parseLong(parse(manifest).group(2));
    } catch (NumberFormatException e) {
      throw new ObjectCorruptException(manifest, "its name is no position", e);
    }
  }

  private static Matcher parse(ObjectName manifest) throws ObjectCorruptException {
    Matcher matcher = MANIFEST.matcher(manifest.value());
    if (!matcher.matches()) {
      throw new ObjectCorruptException(manifest, "it stands among checkpoints, but is none");
    }
    return matcher;
  }

  static String chunks(TenantId tenant) {
    return "checkpoints/chunks/" + tenant + "/";
  }

  static ObjectName chunk(TenantId tenant, String chunk) {
    return new ObjectName(chunks(tenant) + chunk);
  }

  /**
   * The name of a new chunk. The hour makes sure that no name is used again after the garbage
   * collection may have begun to remove it, so that a late removal never meets a new chunk.
   */
  static String newChunk(String sha256, Instant now) {
    return "%s.%07d".formatted(sha256, now.getEpochSecond() / Duration.ofHours(1).toSeconds());
  }

  /** The SHA-256 of a chunk's uncompressed bytes. */
  static String sha256Of(String chunk) {
    int dot = chunk.indexOf('.');
    return dot < 0 ? chunk : chunk.substring(0, dot);
  }
}
