package io.entdb.cli;

import io.entdb.backup.restore.RestoreTarget;
import io.entdb.model.WalPosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which state of a tenant is wanted. */
final class TargetOptions {
  @Option(
      names = "--target-time",
      description =
          "The state at a time, such as 2024-01-15T14:30:00Z or 2024-01-15T15:30:00+01:00: all"
              + " records up to it, that millisecond included.")
  private @Nullable String time;

  @Option(
      names = "--target-position",
      description =
          "The state after a record: its position as receipts give it, or the number at its end.")
  private @Nullable String position;

  /** The target; without any option, all that is archived. */
  RestoreTarget target(int partition) throws CliException {
    String atTime = time;
    String atPosition = position;
    if (atTime != null && atPosition != null) {
      throw new CliException("--target-time and --target-position exclude each other");
    }
    if (atTime != null) {
      return new RestoreTarget.AtTime(instant(atTime).toEpochMilli());
    }
    return atPosition == null
        ? new RestoreTarget.ArchiveEnd()
        : new RestoreTarget.AtPosition(n(atPosition, Optional.of(partition)));
  }

  private static Instant instant(String text) throws CliException {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new CliException(
          "'%s' is no time: expected one such as 2024-01-15T14:30:00Z".formatted(text), e);
    }
  }

  /**
   * The n of a position in full, or of the number alone.
   *
   * @param partition where it must be, if that is known
   */
  static long n(String text, Optional<Integer> partition) throws CliException {
    try {
      int colon = text.lastIndexOf(':');
      if (colon < 0) {
        return new WalPosition(0, Long.parseLong(text)).n();
      }
      int before = text.lastIndexOf(':', colon - 1);
      WalPosition position = WalPosition.parse(text, text.substring(0, Math.max(0, before)));
      if (partition.isPresent() && position.partition() != partition.get()) {
        throw new CliException(
            "position %s is in partition %d, but the tenant lives in %d"
                .formatted(text, position.partition(), partition.get()));
      }
      return position.n();
    } catch (IllegalArgumentException e) {
      throw new CliException(
          "'%s' is no position: expected <topic>:<partition>:<n>, or n alone".formatted(text), e);
    }
  }
}
