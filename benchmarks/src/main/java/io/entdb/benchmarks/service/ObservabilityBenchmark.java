package io.entdb.benchmarks.service;

import io.entdb.benchmarks.Benchmark;
import io.entdb.benchmarks.Run;
import io.entdb.benchmarks.service.EntdbPeer.Log;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
      for (Traced share : Traced.values()) {
        EntdbPeer all = start(run, share.label, everything(watchers.collector(), share));
        peers.add(all);
        watchers.scrape(all.metrics());
      }
      SideBySide.measure(run, List.copyOf(peers));
      run.say(
          "The collector took %d exports; pages of metrics, read every 5 s, were read %d times."
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

  /** Of how many requests a trace is made, everything else being on. */
  private enum Traced {
    BY_DEFAULT("everything, 1 of 10 traced", Map.of()),
    ALL("everything, all traced", Map.of("ENTDB_TRACING_SAMPLE_RATIO", "1"));

    private final String label;
    private final Map<String, String> variables;

    Traced(String label, Map<String, String> variables) {
      this.label = label;
      this.variables = variables;
    }
  }

  private static EntdbPeer start(Run run, String label, Map<String, String> variables)
      throws Exception {
    Path folder = run.folder().resolve(label.replaceAll("[^a-z]", "-"));
    return EntdbPeer.start(label, Log.ONE_COPY, variables, folder);
  }

  private static Map<String, String> everything(URI collector, Traced share) {
    var variables = new HashMap<>(share.variables);
    variables.put("ENTDB_LOG_FORMAT", "json");
    variables.put("ENTDB_TRACING_ENABLED", "true");
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.toString());
    return variables;
  }
}
