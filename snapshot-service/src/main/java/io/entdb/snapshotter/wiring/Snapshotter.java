package io.entdb.snapshotter.wiring;

import io.entdb.snapshotter.make.SnapshotMaker;
import io.entdb.snapshotter.metrics.SnapshotterMetrics;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** The running snapshotter: round after round, whatever a round comes to. */
@Startup
@ApplicationScoped
public class Snapshotter {
  private static final Logger LOG = Logger.getLogger(Snapshotter.class);

  private final SnapshotterSettings settings;
  private final SnapshotMaker maker;
  private final SnapshotterMetrics metrics;
  private final Thread running = Thread.ofPlatform().name("entdb-snapshotter").unstarted(this::run);

  Snapshotter(
      SnapshotterSettings settings, SnapshotterParts.Bucket bucket, SnapshotterMetrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
    this.maker =
        new SnapshotMaker(
            settings.snapshot(),
            bucket.objects(),
            Path.of(settings.dataDir()).resolve("making"),
            metrics,
            InstantSource.system());
  }

  @PostConstruct
  void start() {
    metrics.show(maker, Path.of(settings.dataDir()));
    running.start();
  }

  /** Makes the snapshots. */
  public SnapshotMaker maker() {
    return maker;
  }

  private void run() {
    try {
      while (true) {
        try {
          maker.round();
        } catch (RuntimeException e) {
          LOG.error("a round failed; the next one begins all the same", e);
        }
        Thread.sleep(settings.snapshot().lookInterval());
      }
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
