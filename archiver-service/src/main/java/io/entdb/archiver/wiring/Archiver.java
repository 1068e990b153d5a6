package io.entdb.archiver.wiring;

import io.entdb.archiver.copy.LogCopier;
import io.entdb.archiver.copy.PartitionStatus;
import io.entdb.archiver.metrics.ArchiverMetrics;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveWriter;
import io.entdb.objects.LogEpoch;
import io.entdb.objects.LogEpochMismatchException;
import io.entdb.objects.ObjectStoreException;
import io.entdb.service.metrics.Gauges;
import io.entdb.service.metrics.KafkaMeters;
import io.entdb.wal.consumer.KafkaWal;
import io.entdb.wal.consumer.KafkaWalSettings;
import io.entdb.wal.consumer.WalGroup;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The running archiver. It starts without waiting for the log, connects in the background for as
 * long as that takes, and then copies.
 */
@Startup
@ApplicationScoped
public class Archiver {
  private static final Logger LOG = Logger.getLogger(Archiver.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** Segments made and written at the same time: each takes some times its size in memory. */
  private static final int WRITERS = 4;

  private final ArchiverSettings settings;
  private final ArchiverParts.Bucket bucket;
  private final ArchiverMetrics metrics;
  private final LogFacts facts;
  private final InstantSource clock = InstantSource.system();
  private final Thread running = Thread.ofPlatform().name("entdb-archiver").unstarted(this::run);
  private volatile @Nullable LogCopier copier;

  Archiver(
      ArchiverSettings settings,
      ArchiverParts.Bucket bucket,
      ArchiverMetrics metrics,
      Admin admin) {
    this.settings = settings;
    this.bucket = bucket;
    this.metrics = metrics;
    this.facts = new LogFacts(admin, settings.wal().topic());
  }

  @PostConstruct
  void start() {
    running.start();
    Gauges.every(LOOK, "archive-gauges", this::lookAtLog);
  }

  /** How far the partitions are that this process has; empty = it is not connected yet. */
  public Optional<List<PartitionStatus>> statuses() {
    return Optional.ofNullable(copier).filter(LogCopier::isDealt).map(LogCopier::statuses);
  }

  private void run() {
    try {
      copy(connect());
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    } catch (LogEpochMismatchException e) {
      LOG.errorf("this archiver cannot work with the log as it is: %s", e.getMessage());
      Quarkus.asyncExit(1);
    } catch (RuntimeException e) {
      LOG.error("the archiver cannot go on", e);
      Quarkus.asyncExit(1);
    }
  }

  private LogEpoch connect() throws InterruptedException, LogEpochMismatchException {
    while (true) {
      try {
        Optional<LogEpoch> epoch = facts.epoch(bucket.objects());
        if (epoch.isPresent()) {
          return epoch.get();
        }
        LOG.debugf("topic %s is not there yet", settings.wal().topic());
      } catch (ExecutionException | ObjectStoreException e) {
        LOG.warnf("not connected yet, trying again: %s", e.getMessage());
      }
      Thread.sleep(PAUSE);
    }
  }

  private void copy(LogEpoch epoch) throws InterruptedException {
    ArchiverSettings.Kafka kafka = settings.kafka();
    var wal =
        new KafkaWalSettings(
            kafka.brokers().orElseThrow(),
            epoch.topic(),
            epoch.number(),
            KafkaWalSettings.METADATA_INTERVAL_DEFAULT,
            KafkaMeters.heard(kafka.client()));
    var archive = new Archive(bucket.objects(), clock);
    try (KafkaWal open = KafkaWal.open(wal);
        WalGroup group = open.group(kafka.group(), kafka.member().filter(name -> !name.isBlank()));
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS, this::thread)) {
      var log = new LogCopier.Log(epoch.number(), group, open.extent());
      var objects = new LogCopier.Objects(archive, new ArchiveWriter(bucket.objects()));
      var copying = new LogCopier(settings.archive(), log, objects, metrics, clock, writers);
      copier = copying;
      metrics.watch(copying);
      LOG.infof("archiving the log %s, epoch %d", epoch.topic(), epoch.number());
      try {
        while (!Thread.currentThread().isInterrupted()) {
          if (!copying.step(POLL)) {
            Thread.sleep(PAUSE);
          }
        }
      } finally {
        writers.shutdownNow();
      }
    }
  }

  private Thread thread(Runnable task) {
    return Thread.ofPlatform().daemon().name("entdb-archiver-writer").unstarted(task);
  }

  /** On a thread of its own: what it waits for must not hold up the copying, nor the reverse. */
  private void lookAtLog() {
    try {
      metrics.sawLog(facts.retentionSeconds());
    } catch (ExecutionException e) {
      LOG.debug("cannot tell how long the log keeps records", e);
      metrics.lostLog();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @PreDestroy
  void stop() throws InterruptedException {
    running.interrupt();
    running.join();
  }
}
