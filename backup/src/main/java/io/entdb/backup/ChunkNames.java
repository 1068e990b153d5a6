package io.entdb.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of the objects that hold chunks of images. A whole chunk is {@code <sha256>.<hour>}; a
 * patch, which makes a chunk of another one, is {@code <sha256>.<hour>.<name of the other>} (ADR
 * 0021). The other one, its base, is always whole.
 */
final class ChunkNames {
  private static final String WHOLE = "([0-9a-f]{64})(?:\\.\\d{7,10})?";
  private static final Pattern NAME = Pattern.compile(WHOLE + "(?:\\.(" + WHOLE + "))?");
  private static final int BASE = 2;

  private ChunkNames() {}

  /**
   * The name of a new chunk. The hour makes sure that no name is used again after the garbage
   * collection may have begun to remove it, so that a late removal never meets a new chunk.
   */
  static String whole(String sha256, Instant now) {
    return "%s.%07d".formatted(sha256, now.getEpochSecond() / Duration.ofHours(1).toSeconds());
  }

  /**
   * The name of a new patch.
   *
   * @param sha256 of what it makes
   * @param base the name of the whole chunk that it makes it of
   */
  static String patch(String sha256, Instant now, String base) {
    return whole(sha256, now) + "." + base;
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** The SHA-256 of a chunk's uncompressed bytes. */
  static String sha256Of(String chunk) {
    int dot = chunk.indexOf('.');
    return dot < 0 ? chunk : chunk.substring(0, dot);
  }

  /** The whole chunk that a patch needs; empty = it is no patch. */
  static Optional<String> baseOf(String chunk) {
    Matcher matcher = NAME.matcher(chunk);
    return matcher.matches() ? Optional.ofNullable(matcher.group(BASE)) : Optional.empty();
  }
}
