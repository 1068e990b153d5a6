package io.entdb.archiver.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/**
 * What the environment says: {@code ENTDB_S3_BUCKET} is {@code entdb.s3.bucket}. Whatever it says
 * is taken as it is; {@link ArchiverSettingsCheck} finds all mistakes together.
 */
@ConfigMapping(prefix = "entdb")
public interface ArchiverSettings {

  /** The brokers. */
  Kafka kafka();

  /** The log. */
  Wal wal();

  /** The bucket. */
  S3 s3();

  /** The brokers. */
  interface Kafka {
    /** {@code ENTDB_KAFKA_BROKERS}: {@code host:port}, separated by commas; required. */
    Optional<String> brokers();
  }

  /** The log. */
  interface Wal {
    /** {@code ENTDB_WAL_TOPIC}: the log's topic. */
    @WithDefault("entdb-wal")
    String topic();
  }

  /** The bucket. */
  interface S3 {
    /** {@code ENTDB_S3_BUCKET}: a bucket that exists; required. */
    Optional<String> bucket();

    /** {@code ENTDB_S3_ENDPOINT}: another server than AWS. */
    Optional<String> endpoint();
  }
}
