package io.entdb.service.settings;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The log's topic, for those who write to it. */
public interface LogSettings {
  /** {@code ENTDB_WAL_TOPIC}. */
  @WithDefault("entdb-wal")
  String topic();

  /** Of a new topic; one that is there keeps what it has. */
  @WithDefault("16")
  int partitions();

  /** Replicas that the topic must have; most of them must have a record before it counts. */
  @WithDefault("3")
  int minReplicas();

  /** How long the topic must keep records at least. */
  @WithDefault("P7D")
  Duration retention();

  /** How long one request to the cluster may take. */
  @WithDefault("PT10S")
  Duration timeout();
}
