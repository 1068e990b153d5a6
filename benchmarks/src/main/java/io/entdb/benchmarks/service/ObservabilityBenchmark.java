package io.entdb.benchmarks.service;

import io.entdb.benchmarks.Benchmark;
import io.entdb.benchmarks.Run;
import io.entdb.benchmarks.service.EntdbPeer.Log;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What it costs that operators see: the same work with nothing told, by default, and with all. */
public final class ObservabilityBenchmark implements Benchmark {
  @Override
  public String name() {
    return "observability";
  }

  @Override
  public String summary() {
    return "creates and point reads with logs, traces and scrapes off and on";
  }

  @Override
  public void run(Run run) throws Exception {
    var peers = new ArrayList<Peer>();
    try (Watchers watchers = Watchers.start()) {
      peers.add(start(run, "everything off", Map.of("ENTDB_LOG_LEVEL", "WARNING")));
      peers.add(start(run, "by default: a line a request", Map.of()));
      EntdbPeer all = start(run, "JSON lines, traces, scrapes", everything(watchers.collector()));
      peers.add(all);
      watchers.scrape(all.metrics());
      SideBySide.measure(run, List.copyOf(peers));
      run.say(
          "The collector took %d exports; each scrape read the page once a second (%d of them)."
              .formatted(watchers.exports(), watchers.scrapes()));
      if (watchers.exports() == 0 || watchers.scrapes() == 0) {
        throw new IllegalStateException("nothing was watched, so nothing was measured");
      }
    } finally {
      for (Peer peer : peers.reversed()) {
        peer.close();
      }
    }
  }

  private static EntdbPeer start(Run run, String label, Map<String, String> variables)
      throws Exception {
    Path folder = run.folder().resolve(label.replaceAll("[^a-z]", "-"));
    return EntdbPeer.start(label, Log.ONE_COPY, variables, folder);
  }

  private static Map<String, String> everything(URI collector) {
    return Map.of(
        "ENTDB_LOG_FORMAT", "json",
        "ENTDB_TRACING_ENABLED", "true",
        "OTEL_EXPORTER_OTLP_ENDPOINT", collector.toString());
  }
}
