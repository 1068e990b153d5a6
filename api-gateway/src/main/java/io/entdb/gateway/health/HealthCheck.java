package io.entdb.gateway.health;

import io.entdb.follower.Follower;
import io.entdb.follower.FollowerStats;
import io.entdb.follower.HeldTenant;
import io.entdb.gateway.health.HealthReport.Health;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.GatewaySettings;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.service.health.DiskSpace;
import io.entdb.store.StoreException;
import io.entdb.store.Viewer;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Looks whether the gateway can do its work. Objects are asked in the background: an answer about
 * health must not wait for a store that is away.
 */
@Startup
@ApplicationScoped
public class HealthCheck {
  private static final Logger LOG = Logger.getLogger(HealthCheck.class);
  private static final Duration OBJECTS_INTERVAL = Duration.ofSeconds(10);

  private static final Duration WAL_BEHIND_MAX = Duration.ofSeconds(5);

  private final Gateway gateway;
  private final GatewaySettings settings;
  private final ObjectStore objects;
  private final DiskSpace disk;
  private final Thread asking = Thread.ofVirtual().name("health-s3").unstarted(this::askObjects);
  private volatile Health s3 = Health.UNKNOWN;

  HealthCheck(Gateway gateway, GatewaySettings settings, ObjectStore objects, DiskSpace disk) {
    this.gateway = gateway;
    this.settings = settings;
    this.objects = objects;
    this.disk = disk;
  }

  @PostConstruct
  void start() {
    asking.start();
  }

  @PreDestroy
  void stop() {
    asking.interrupt();
  }

  /** How the gateway is at this moment. */
  public HealthReport report() {
    Optional<Duration> behind = gateway.behind();
    boolean current =
        behind.isPresent() && behind.get().compareTo(settings.limits().behindMax()) <= 0;
    Optional<FollowerStats> stats = gateway.follower().map(Follower::stats);
    var components = new TreeMap<String, Health>();
    components.put("wal", behind.map(HealthCheck::wal).orElse(Health.UNKNOWN));
    components.put("sqlite", sqlite());
    components.put("s3", s3);
    return new HealthReport(
        gateway.isServing() && current,
        components,
        behind.map(Duration::toMillis).orElse(-1L),
        stats.map(FollowerStats::parked).orElse(0),
        stats.map(FollowerStats::hydrating).orElse(0),
        stats.map(FollowerStats::failing).orElse(0));
  }

  /** Brokers that cannot be asked show here long before requests are turned away. */
  private static Health wal(Duration behind) {
    return behind.compareTo(WAL_BEHIND_MAX) > 0 ? Health.UNHEALTHY : Health.HEALTHY;
  }

  private Health sqlite() {
    Optional<HeldTenant> system = gateway.system();
    if (system.isEmpty()) {
      return Health.UNKNOWN;
    }
    if (disk.isFull(settings.follower().dataDir())) {
      return Health.UNHEALTHY; // What is written is safe in the log, but nothing is applied here.
    }
    try {
      return system.get().read(Viewer.INTERNAL, reader -> Health.HEALTHY);
    } catch (StoreException e) {
      LOG.warn("the directory's store cannot be read", e);
      return Health.UNHEALTHY;
    }
  }

  private void askObjects() {
    try {
      while (true) {
        Health before = s3;
        s3 = askOnce();
        if (s3 != before) {
          LOG.infof("s3 is %s", s3);
        }
        Thread.sleep(OBJECTS_INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Health askOnce() {
    try {
      var _ = objects.listPage("log/", "", 1);
      return Health.HEALTHY;
    } catch (ObjectStoreException e) {
      LOG.debug("s3 does not answer", e);
      return Health.UNHEALTHY;
    }
  }
}
