package io.entdb.benchmarks.service;

import io.entdb.benchmarks.Benchmark;
import io.entdb.benchmarks.Run;
import io.entdb.benchmarks.service.EntdbPeer.Log;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What it costs that operators see: the same work with nothing told and with everything told, by
 * turns of a second. Each set-up is one gateway and one broker; each round of the run starts all of
 * them anew. One set-up stands there twice, and how far its two differ is how far to trust the
 * rest.
 */
public final class ObservabilityBenchmark implements Benchmark {
  /** Each set-up does each kind of work so often before all are started anew. */
  private static final int TURNS = 12;

  /** What systems are compared in. */
  enum SetUp {
    OFF("everything off"),
    OFF_AGAIN("everything off, a second one"),
    EVERYTHING("everything, 1 of 10 traced"),
    ALL_TRACED("everything, all traced");

    final String label;

    SetUp(String label) {
      this.label = label;
    }

    boolean isWatched() {
      return this == EVERYTHING || this == ALL_TRACED;
    }

    private Map<String, String> variables(URI collector, Path folder) {
      if (!isWatched()) {
        return Map.of("ENTDB_LOG_LEVEL", "WARNING");
      }
      var variables = new HashMap<String, String>();
      variables.put("ENTDB_LOG_FORMAT", "json");
      variables.put("ENTDB_LOG_OUTPUT", "file:" + folder.resolve("gateway.log"));
      variables.put("ENTDB_TRACING_ENABLED", "true");
      variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.toString());
      if (this == ALL_TRACED) {
        variables.put("ENTDB_TRACING_SAMPLE_RATIO", "1");
      }
      return variables;
    }
  }

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
    var comparison = new Comparison();
    try (Watchers watchers = Watchers.start()) {
      for (int round = 0; round < run.rounds(); round++) {
        Path folder = run.folder().resolve("start-" + round);
        compare(watchers, folder, comparison);
        Run.delete(folder);
      }
      comparison.report(run);
      run.say(
          "The collector took %d exports; pages of metrics were read %d times."
              .formatted(watchers.exports(), watchers.scrapes()));
      if (watchers.exports() == 0 || watchers.scrapes() == 0) {
        throw new IllegalStateException("nothing was watched, so nothing was measured");
      }
    }
  }

  private static void compare(Watchers watchers, Path folder, Comparison comparison)
      throws Exception {
    var peers = new EnumMap<SetUp, EntdbPeer>(SetUp.class);
    try {
      for (SetUp setUp : SetUp.values()) {
        Path own = folder.resolve(setUp.name());
        peers.put(
            setUp,
            EntdbPeer.start(
                setUp.label, Log.ONE_COPY, setUp.variables(watchers.collector(), own), own));
      }
      var turns = new ArrayList<Turn>();
      for (Map.Entry<SetUp, EntdbPeer> each : peers.entrySet()) {
        turns.add(Turn.prepare(each.getKey(), each.getValue(), watchers));
      }
      comparison.startSet();
      for (int i = 0; i < TURNS; i++) {
        for (Comparison.Cell cell : Comparison.CELLS) {
          var passes = new EnumMap<SetUp, Load.Pass>(SetUp.class);
          for (Turn turn : turns) {
            passes.put(turn.setUp(), turn.take(cell));
          }
          comparison.add(cell, passes);
        }
        Collections.rotate(turns, 1); // Nobody always comes behind the same one.
      }
      for (Turn turn : turns) {
        turn.load().requireAll();
      }
    } finally {
      close(List.copyOf(peers.values()));
    }
  }

  private static void close(List<EntdbPeer> peers) throws IOException, SQLException {
    for (EntdbPeer peer : peers.reversed()) {
      peer.close();
    }
  }
}
