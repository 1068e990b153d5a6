package io.entdb.applier.wiring;

import io.entdb.applier.checkpoint.CheckpointLoop;
import io.entdb.applier.followups.DeliveryLoop;
import io.entdb.applier.followups.WalRecordLog;
import io.entdb.applier.metrics.ApplierMetrics;
import io.entdb.backup.Checkpoints;
import io.entdb.backup.RebaseImages;
import io.entdb.backup.archive.Archive;
import io.entdb.follower.CheckpointSources;
import io.entdb.follower.Follower;
import io.entdb.follower.FollowerParts;
import io.entdb.objects.LogEpochMismatchException;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.service.metrics.KafkaMeters;
import io.entdb.service.settings.LogSettings;
import io.entdb.wal.consumer.KafkaWal;
import io.entdb.wal.consumer.KafkaWalSettings;
import io.entdb.wal.consumer.WalGroup;
import io.entdb.wal.producer.WalTopic;
import io.entdb.wal.producer.WalTopicRefusedException;
import io.entdb.wal.producer.WalTopicSettings;
import io.entdb.wal.producer.WalUnavailableException;
import io.entdb.wal.producer.WalWriter;
import io.entdb.wal.producer.WalWriterSettings;
import java.time.InstantSource;
import java.util.Optional;

/** What an applier has open while it is connected to the log. */
record Connection(
    WalTopic topic,
    KafkaWal wal,
    WalGroup group,
    Follower follower,
    CheckpointLoop checkpoints,
    WalWriter writer,
    DeliveryLoop deliveries) {
  /**
   * Connects.
   *
   * @param member this process's name in the consumer group
   * @throws WalUnavailableException or {@link ObjectStoreException} when that may work later
   * @throws WalTopicRefusedException or {@link LogEpochMismatchException} when somebody has to act
   */
  static Connection open(
      ApplierSettings settings, String member, ObjectStore objects, ApplierMetrics metrics)
      throws WalUnavailableException,
          WalTopicRefusedException,
          LogEpochMismatchException,
          ObjectStoreException {
    InstantSource clock = InstantSource.system();
    WalTopic topic = WalTopic.open(topicSettings(settings), objects);
    ApplierSettings.Kafka kafka = settings.kafka();
    KafkaWal wal =
        KafkaWal.open(
            new KafkaWalSettings(
                kafka.brokers(),
                topic.name(),
                topic.epoch(),
                KafkaWalSettings.METADATA_INTERVAL_DEFAULT,
                KafkaMeters.heard(kafka.client())));
    WalGroup group = wal.group(kafka.group(), Optional.of(member));
    var checkpoints = new Checkpoints(objects, clock);
    var sources =
        new CheckpointSources(
            checkpoints,
            new Archive(objects, clock),
            new RebaseImages(objects, clock),
            wal.range());
    var parts = new FollowerParts(wal.extent(), sources, metrics.follows(), clock);
    Follower follower = Follower.owning(settings.follower(), parts, group);
    var loop =
        new CheckpointLoop(
            settings.checkpoint(), follower.owned(), checkpoints, metrics.checkpoints(), clock);
    loop.start();
    var writer = new WalWriter(topic, WalWriterSettings.defaults(), metrics.writes());
    var deliveries =
        new DeliveryLoop(
            follower, checkpoints, new WalRecordLog(writer), metrics.deliveries(), clock);
    deliveries.start();
    return new Connection(topic, wal, group, follower, loop, writer, deliveries);
  }

  private static WalTopicSettings topicSettings(ApplierSettings settings) {
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

  /** The follower notes where it stands before the group hands its partitions on. */
  void close() throws InterruptedException {
    deliveries.stop();
    writer.close();
    checkpoints.stop();
    follower.close();
    group.close();
    wal.close();
  }
}
