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
  /** {@code ENTDB_HOST}: where health and metrics are shown. */
  @WithDefault("127.0.0.1")
  String host();

  /** Who callers are. */
  Auth auth();

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

  /** Who callers are. */
  interface Auth {
    /** {@code ENTDB_AUTH_MODE}; must be set where others than this machine can call. */
    Optional<String> mode();
  }

  /** The bucket. */
  interface S3 {
    /** {@code ENTDB_S3_BUCKET}: a bucket that exists; required. */
    Optional<String> bucket();

    /** {@code ENTDB_S3_ENDPOINT}: another server than AWS. */
    Optional<String> endpoint();
  }
}
