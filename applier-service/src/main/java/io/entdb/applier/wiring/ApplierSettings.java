package io.entdb.applier.wiring;

import io.entdb.applier.checkpoint.CheckpointPolicy;
import io.entdb.follower.FollowerSettings;
import io.entdb.service.settings.BucketSettings;
import io.entdb.service.settings.LogSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** All settings of the applier. Environment names stand in application.properties. */
@ConfigMapping(prefix = "entdb")
public interface ApplierSettings {
  /** Where health, metrics and parked tenants are shown. */
  String host();

  Auth auth();

  Kafka kafka();

  LogSettings wal();

  BucketSettings s3();

  Follower follower();

  Checkpoint checkpoint();

  Health health();

  /** Who callers are. */
  interface Auth {
    /** Must be set where others than this machine can call. */
    Optional<String> mode();
  }

  /** The brokers. */
  interface Kafka {
    /** {@code host:port}, comma separated. */
    String brokers();

    /** The consumer group whose members share the partitions. */
    @WithDefault("entdb-applier")
    String group();

    /**
     * This process's name in the group; without one, that of its disk. A process that keeps its
     * name over a restart also keeps its partitions, if it is back within half a minute.
     */
    Optional<String> member();

    /** Further properties of all Kafka clients, security above all. */
    Map<String, String> client();
  }

  /** The follower of the partitions that this process owns. */
  interface Follower extends FollowerSettings {
    @Override
    Path dataDir();

    @Override
    @WithDefault("4")
    int lanes();

    @Override
    @WithDefault("4")
    int hydrators();

    @Override
    @WithDefault("1000")
    int openStoresMax();

    /** 50 GiB. */
    @Override
    @WithDefault("53687091200")
    long diskBytesMax();

    @Override
    @WithDefault("2048")
    int writerCacheKib();

    @Override
    @WithDefault("256")
    int readerCacheKib();

    /** Nobody reads here but checkpoints. */
    @Override
    @WithDefault("1")
    int readersMax();

    @Override
    @WithDefault("PT5S")
    Duration followedInterval();

    @Override
    @WithDefault("PT1S")
    Duration extentInterval();

    @Override
    @WithDefault("PT30S")
    Duration manifestAgeMax();
  }

  /** When checkpoints are made. */
  interface Checkpoint extends CheckpointPolicy {
    @Override
    @WithDefault("PT1M")
    Duration interval();

    /** 64 MiB. */
    @Override
    @WithDefault("67108864")
    long volumeBytes();

    @Override
    @WithDefault("4")
    int uploads();

    @Override
    @WithDefault("PT1H")
    Duration garbageInterval();
  }

  /** When the applier counts as not current. */
  interface Health {
    /** How far a partition may be behind the log. */
    @WithDefault("PT60S")
    Duration behindMax();
  }
}
