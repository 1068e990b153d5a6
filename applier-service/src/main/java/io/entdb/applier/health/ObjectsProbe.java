package io.entdb.applier.health;

import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Asks the object store now and then: an answer about health must not wait for it. */
@Startup
@ApplicationScoped
public class ObjectsProbe {
  private static final Logger LOG = Logger.getLogger(ObjectsProbe.class);
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration INTERVAL_AWAY = Duration.ofSeconds(1);

  private final ObjectStore objects;
  private final Thread asking = Thread.ofVirtual().name("health-s3").unstarted(this::ask);
  private volatile boolean reachable;

  ObjectsProbe(ObjectStore objects) {
    this.objects = objects;
  }

  @PostConstruct
  void start() {
    asking.start();
  }

  @PreDestroy
  void stop() {
    asking.interrupt();
  }

  /** Whether it answered last time. */
  public boolean isReachable() {
    return reachable;
  }

  private void ask() {
    try {
      while (true) {
        boolean before = reachable;
        reachable = answers();
        if (reachable != before) {
          LOG.infof("the object store is %s", reachable ? "there" : "away");
        }
        Thread.sleep(reachable ? INTERVAL : INTERVAL_AWAY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean answers() {
    try {
      var _ = objects.listPage("log/", "", 1);
      return true;
    } catch (ObjectStoreException e) {
      LOG.debug("the object store does not answer", e);
      return false;
    }
  }
}
