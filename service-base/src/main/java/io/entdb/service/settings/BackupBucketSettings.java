package io.entdb.service.settings;

import io.entdb.objects.ObjectProtection;
import java.time.Duration;
import java.util.Optional;

/** The bucket, for those who write what has to be kept. */
public interface BackupBucketSettings extends BucketSettings {
  /** {@code ENTDB_S3_LOCK_MODE}: governance or compliance; the bucket has Object Lock on. */
  Optional<String> lockMode();

  /** {@code ENTDB_S3_LOCK_DURATION}: for how long each object is locked. */
  Optional<Duration> lockDuration();

  /** {@code ENTDB_S3_KMS_KEY_ID}: the AWS KMS key that S3 encrypts with. */
  Optional<String> kmsKeyId();

  /** What every object is written with; throws for a mistake. */
  default ObjectProtection protection() {
    return ObjectProtection.of(lockMode(), lockDuration(), kmsKeyId());
  }
}
