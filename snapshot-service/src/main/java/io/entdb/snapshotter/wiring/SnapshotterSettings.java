package io.entdb.snapshotter.wiring;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/**
 * What the environment says: {@code ENTDB_S3_BUCKET} is {@code entdb.s3.bucket}. Whatever it says
 * is taken as it is; {@link SnapshotterSettingsCheck} finds all mistakes together.
 */
@ConfigMapping(prefix = "entdb")
public interface SnapshotterSettings {

  /** The bucket. */
  S3 s3();

  /** The bucket. */
  interface S3 {
    /** {@code ENTDB_S3_BUCKET}: a bucket that exists; required. */
    Optional<String> bucket();

    /** {@code ENTDB_S3_ENDPOINT}: another server than AWS. */
    Optional<String> endpoint();
  }
}
