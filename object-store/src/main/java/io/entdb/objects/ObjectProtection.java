package io.entdb.objects;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What every object is written with beyond the bucket's own defaults.
 *
 * @param lock keeps objects from being removed or overwritten for a time; the bucket must have
 *     Object Lock on
 * @param kmsKeyId the AWS KMS key (its id, alias or ARN) that S3 encrypts with
 */
public record ObjectProtection(Optional<Lock> lock, Optional<String> kmsKeyId) {
  /** The bucket's own defaults. */
  public static final ObjectProtection NONE =
      new ObjectProtection(Optional.empty(), Optional.empty());

  /**
   * What the environment of a service asks for.
   *
   * @param lockMode {@code ENTDB_S3_LOCK_MODE}
   * @param lockDuration {@code ENTDB_S3_LOCK_DURATION}
   * @param kmsKeyId {@code ENTDB_S3_KMS_KEY_ID}
   * @throws IllegalArgumentException with a sentence that names the variable, when it is a mistake
   */
  public static ObjectProtection of(
      Optional<String> lockMode, Optional<Duration> lockDuration, Optional<String> kmsKeyId) {
    if (lockMode.isPresent() != lockDuration.isPresent()) {
      throw new IllegalArgumentException(
          "ENTDB_S3_LOCK_MODE and ENTDB_S3_LOCK_DURATION: expected both or neither");
    }
    try {
      return new ObjectProtection(
          lockMode.map(mode -> new Lock(Mode.of(mode), lockDuration.orElseThrow())), kmsKeyId);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("ENTDB_S3_LOCK_MODE: " + e.getMessage(), e);
    }
  }

  /** Who may end a lock before its time. */
  public enum Mode {
    /** Those with a permission of its own. */
    GOVERNANCE,
    /** Nobody. */
    COMPLIANCE;

    /**
     * The mode of a word, in any case.
     *
     * @throws IllegalArgumentException when there is none, with those that there are
     */
    public static Mode of(String word) {
      try {
        return valueOf(word.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "'" + word + "' is no mode of Object Lock: expected governance or compliance", e);
      }
    }
  }

  /**
   * A lock.
   *
   * @param duration from when the object is written, by the writer's clock
   */
  public record Lock(Mode mode, Duration duration) {
    public Lock {
      if (!duration.isPositive()) {
        throw new IllegalArgumentException("a lock lasts some time, not " + duration);
      }
    }
  }
}
