package io.entdb.service.metrics;

import io.entdb.service.health.DiskSpace;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Gauges of several services, and how gauges are looked after. */
public final class Gauges {
  private static final Logger LOG = Logger.getLogger(Gauges.class);

  private Gauges() {}

  /** What the file system of a folder has left for this process; the folder may not exist yet. */
  public static void diskFree(MeterRegistry registry, Path folder) {
    Gauge.builder("entdb_disk_free_bytes", folder, Gauges::usable)
        .description("What the file system of the data folder has left for this service.")
        .strongReference(true)
        .register(registry);
  }

  private static double usable(Path folder) {
    try {
      return DiskSpace.usable(folder);
    } catch (IOException e) {
      LOG.debug("the free space of " + folder + " cannot be told", e);
      return Double.NaN;
    }
  }

  /**
   * Does something again and again on a thread of its own that no work of the service can hold up,
   * for as long as the process lives.
   */
  public static void every(Duration interval, String name, Runnable look) {
    Thread.ofPlatform()
        .daemon()
        .name("entdb-" + name)
        .start(
            () -> {
              try {
                while (true) {
                  lookOnce(name, look);
                  Thread.sleep(interval);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static void lookOnce(String name, Runnable look) {
    try {
      look.run();
    } catch (RuntimeException e) {
      LOG.debug(name + " failed, and is tried again", e);
    }
  }
}
