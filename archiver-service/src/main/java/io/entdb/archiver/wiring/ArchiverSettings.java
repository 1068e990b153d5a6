package io.entdb.archiver.wiring;

import io.entdb.archiver.copy.CopyPolicy;
import io.entdb.service.settings.BackupBucketSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
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
  BackupBucketSettings s3();

  /** When what was read is written. */
  Archive archive();

  /** The brokers. */
  interface Kafka {
    /** {@code ENTDB_KAFKA_BROKERS}: {@code host:port}, separated by commas; required. */
    Optional<String> brokers();

    /** The consumer group whose members share the partitions. */
    @WithDefault("entdb-archiver")
    String group();

    /**
     * {@code ENTDB_KAFKA_MEMBER}: this process's name in the group. With one that survives a
     * restart, a quick restart moves no partition and nobody waits for the old process to be given
     * up.
     */
    Optional<String> member();

    /** Further properties of all Kafka clients, security above all. */
    Map<String, String> client();
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

  /** When what was read is written. Variables: {@code ENTDB_ARCHIVE_SEGMENT_BYTES} and so on. */
  interface Archive extends CopyPolicy {
    /** 16 MiB. */
    @Override
    @WithDefault("16777216")
    long segmentBytes();

    @Override
    @WithDefault("50000")
    int segmentRecords();

    /** With a write and its retries well below the minute that losing all of Kafka may cost. */
    @Override
    @WithDefault("PT20S")
    Duration flushAfter();

    @Override
    @WithDefault("PT1M")
    Duration markInterval();

    @Override
    @WithDefault("PT10S")
    Duration clockSkewMax();

    /** 128 MiB. */
    @Override
    @WithDefault("134217728")
    long waitingBytesMax();

    @Override
    @WithDefault("PT0.5S")
    Duration retryFirst();

    @Override
    @WithDefault("PT30S")
    Duration retryMax();

    @Override
    @WithDefault("PT5M")
    Duration compactInterval();

    /** How long a record may wait for the archive before the service counts as not ready. */
    @WithDefault("PT5M")
    Duration behindMax();
  }
}
