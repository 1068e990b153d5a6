package io.entdb.snapshotter.wiring;

import io.entdb.service.settings.BackupBucketSettings;
import io.entdb.snapshotter.make.SnapshotPolicy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * What the environment says: {@code ENTDB_S3_BUCKET} is {@code entdb.s3.bucket}. Whatever it says
 * is taken as it is; {@link SnapshotterSettingsCheck} finds all mistakes together.
 */
@ConfigMapping(prefix = "entdb")
public interface SnapshotterSettings {
  /** {@code ENTDB_HOST}: where health and metrics are shown. */
  @WithDefault("127.0.0.1")
  String host();

  /** Who callers are. */
  Auth auth();

  /** The bucket. */
  BackupBucketSettings s3();

  /** {@code ENTDB_DATA_DIR}: where files are while they are made; nothing is kept there. */
  @WithDefault("data/snapshot-service")
  String dataDir();

  /** When snapshots are made, and what is kept. */
  Snapshot snapshot();

  /** Who callers are. */
  interface Auth {
    /** {@code ENTDB_AUTH_MODE}; must be set where others than this machine can call. */
    Optional<String> mode();
  }

  /**
   * When snapshots are made, and what is kept. Variables: {@code ENTDB_SNAPSHOT_MAX_AGE} and so on.
   */
  interface Snapshot extends SnapshotPolicy {
    @Override
    @WithDefault("PT6H")
    Duration maxAge();

    @Override
    @WithDefault("PT15M")
    Duration firstAfter();

    @Override
    @WithDefault("100000")
    long volumeRecords();

    @Override
    @WithDefault("PT10S")
    Duration lookInterval();

    @Override
    @WithDefault("PT1H")
    Duration retentionInterval();

    @Override
    @WithDefault("P90D")
    Duration archiveRetention();

    @Override
    @WithDefault("P30D")
    Duration snapshotRetention();

    @Override
    @WithDefault("1")
    int instances();

    @Override
    @WithDefault("0")
    int instance();

    /** For how long a change may be missing from every snapshot before health says so. */
    @WithDefault("PT24H")
    Duration ageMax();
  }
}
