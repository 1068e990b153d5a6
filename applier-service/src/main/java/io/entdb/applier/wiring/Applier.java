package io.entdb.applier.wiring;

import io.entdb.applier.metrics.ApplierMetrics;
import io.entdb.follower.Follower;
import io.entdb.model.ListenAddress;
import io.entdb.objects.LogEpochMismatchException;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.wal.producer.WalTopicRefusedException;
import io.entdb.wal.producer.WalUnavailableException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The running applier. It starts without waiting for the log, says that it is not ready, and
 * connects in the background for as long as that takes.
 */
@Startup
@ApplicationScoped
public class Applier {
  private static final Logger LOG = Logger.getLogger(Applier.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ApplierSettings settings;
  private final ObjectStore objects;
  private final ApplierMetrics metrics;
  private final Thread running = Thread.ofPlatform().name("entdb-applier").unstarted(this::run);
  private volatile @Nullable Connection connection;

  Applier(ApplierSettings settings, ObjectStore objects, ApplierMetrics metrics) {
    this.settings = settings;
    this.objects = objects;
    this.metrics = metrics;
  }

  @PostConstruct
  void start() {
    ListenAddress.warning(settings.host()).ifPresent(LOG::warn);
    running.start();
  }

  private void run() {
    try {
      Connection open = connect(MemberName.of(settings));
      LOG.infof("applying the log %s, epoch %d", open.topic().name(), open.topic().epoch());
      metrics.watch(open.follower());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (WalTopicRefusedException | LogEpochMismatchException e) {
      LOG.errorf("this applier cannot work with the log as it is: %s", e.getMessage());
      Quarkus.asyncExit(1);
    } catch (IOException | RuntimeException e) {
      LOG.error("the applier cannot go on", e);
      Quarkus.asyncExit(1);
    }
  }

  private Connection connect(String member)
      throws InterruptedException, WalTopicRefusedException, LogEpochMismatchException {
    while (true) {
      try {
        Connection open = Connection.open(settings, member, objects, metrics);
        connection = open;
        return open;
      } catch (WalUnavailableException | ObjectStoreException e) {
        LOG.warnf("not connected yet, trying again: %s", e.getMessage());
      }
      Thread.sleep(PAUSE);
    }
  }

  /** Follows the partitions that this process owns; empty while it is not connected. */
  public Optional<Follower> follower() {
    return Optional.ofNullable(connection).map(Connection::follower);
  }

  /** The log's topic, whatever it is connected to. */
  public String topic() {
    return settings.wal().topic();
  }

  @PreDestroy
  void stop() throws InterruptedException {
    running.interrupt();
    running.join();
    Connection open = connection;
    if (open != null) {
      open.close();
    }
  }
}
