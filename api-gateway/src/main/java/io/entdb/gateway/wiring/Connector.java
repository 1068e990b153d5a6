package io.entdb.gateway.wiring;

import io.entdb.backup.Checkpoints;
import io.entdb.backup.RebaseImages;
import io.entdb.backup.archive.Archive;
import io.entdb.follower.CheckpointSources;
import io.entdb.follower.Follower;
import io.entdb.follower.FollowerListener;
import io.entdb.follower.FollowerParts;
import io.entdb.gateway.affinity.Affinity;
import io.entdb.objects.LogEpochMismatchException;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.service.metrics.KafkaMeters;
import io.entdb.service.settings.LogSettings;
import io.entdb.wal.consumer.KafkaWal;
import io.entdb.wal.consumer.KafkaWalSettings;
import io.entdb.wal.producer.WalTopic;
import io.entdb.wal.producer.WalTopicRefusedException;
import io.entdb.wal.producer.WalTopicSettings;
import io.entdb.wal.producer.WalUnavailableException;
import io.entdb.wal.producer.WalWriter;
import io.entdb.wal.producer.WalWriterListener;
import io.entdb.wal.producer.WalWriterSettings;
import java.time.InstantSource;

/** Opens what a gateway works with: the log to write, the log to follow, checkpoints. */
final class Connector {
  private final GatewaySettings settings;
  private final ObjectStore objects;
  private final Affinity affinity;
  private final WalWriterListener writes;
  private final FollowerListener follows;

  Connector(
      GatewaySettings settings,
      ObjectStore objects,
      Affinity affinity,
      WalWriterListener writes,
      FollowerListener follows) {
    this.settings = settings;
    this.objects = objects;
    this.affinity = affinity;
    this.writes = writes;
    this.follows = follows;
  }

  /**
   * Connects.
   *
   * @throws WalUnavailableException or {@link ObjectStoreException} when that may work later
   * @throws WalTopicRefusedException or {@link LogEpochMismatchException} when somebody has to act
   */
  Connection connect()
      throws WalUnavailableException,
          WalTopicRefusedException,
          LogEpochMismatchException,
          ObjectStoreException {
    WalTopic topic = WalTopic.open(topicSettings(), objects);
    KafkaWal wal =
        KafkaWal.open(
            new KafkaWalSettings(
                settings.kafka().brokers(),
                topic.name(),
                topic.epoch(),
                KafkaWalSettings.METADATA_INTERVAL_DEFAULT,
                KafkaMeters.heard(settings.kafka().client())));
    InstantSource clock = InstantSource.system();
    var sources =
        new CheckpointSources(
            new Checkpoints(objects, clock),
            new Archive(objects, clock),
            new RebaseImages(objects, clock),
            wal.range());
    var parts = new FollowerParts(wal.extent(), sources, follows, clock);
    Follower follower = Follower.onDemand(settings.follower(), parts, wal.tail(), affinity::isHere);
    var writer = new WalWriter(topic, WalWriterSettings.defaults(), writes);
    return new Connection(topic, wal, follower, writer);
  }

  private WalTopicSettings topicSettings() {
    LogSettings wal = settings.wal();
    int majority = wal.minReplicas() / 2 + 1;
    return new WalTopicSettings(
        settings.kafka().brokers(),
        wal.topic(),
        wal.partitions(),
        wal.minReplicas(),
        majority,
        wal.retention(),
        wal.timeout(),
        KafkaMeters.heard(settings.kafka().client()));
  }
}
