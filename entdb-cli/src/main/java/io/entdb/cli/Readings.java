package io.entdb.cli;

import io.entdb.cli.status.Instance;
import io.entdb.cli.status.MetricsPage;
import io.entdb.cli.status.SystemStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Reads all services' pages, again and again; each time is compared with the one before. */
final class Readings {
  private final Connections connections;
  private final List<String> targets;
  private Map<String, MetricsPage> last = Map.of();
  private Map<String, String> faults = Map.of();
  private long lastNanos;

  Readings(Connections connections, List<String> targets) {
    this.connections = connections;
    this.targets = targets;
  }

  /** Reads every page once, all at the same time: one that hangs delays no other. */
  void take() {
    var pages = new ConcurrentHashMap<String, MetricsPage>();
    var failures = new ConcurrentHashMap<String, String>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String target : targets) {
        var _ = threads.submit(() -> read(target, pages, failures));
      }
    }
    last = pages;
    faults = failures;
    lastNanos = System.nanoTime();
  }

  private void read(String target, Map<String, MetricsPage> pages, Map<String, String> failures) {
    try {
      pages.put(target, MetricsPage.parse(connections.metricsPage(target)));
    } catch (CliException | RuntimeException e) {
      failures.put(target, String.valueOf(e.getMessage()));
    }
  }

  /** Waits, reads again, and says what the system does. */
  SystemStatus after(Duration pause) throws CliException {
    Map<String, MetricsPage> before = last;
    long beforeNanos = lastNanos;
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted", e);
    }
    take();
    List<Instance> instances =
        targets.stream()
            .map(
                target ->
                    new Instance(
                        target,
                        Optional.ofNullable(before.get(target)),
                        Optional.ofNullable(last.get(target)),
                        faults.getOrDefault(target, "")))
            .toList();
    return new SystemStatus(instances, Duration.ofNanos(lastNanos - beforeNanos));
  }
}
