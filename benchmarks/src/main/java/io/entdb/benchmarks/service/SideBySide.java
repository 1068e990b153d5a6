package io.entdb.benchmarks.service;

import io.entdb.benchmarks.Run;
import io.entdb.benchmarks.Samples;
import io.entdb.benchmarks.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Systems that do the same work by turns, all in one run, and the tables of what they came to. */
final class SideBySide {
  private static final List<Integer> CONNECTIONS = List.of(1, 16, 64);
  private static final Duration PASS = Duration.ofMillis(1_500);

  /** Long enough for the gateway's compiler to have seen each kind of request a thousand times. */
  private static final Duration WARM_UP = Duration.ofSeconds(4);

  /** What every system has before the first request: reads need something to choose from. */
  private static final int NODES_AT_START = 5_000;

  /** One line of the tables before the systems stand beside each other. */
  private record Cell(Work work, int connections) {}

  /** What one system came to in one cell. */
  private static final class Measured {
    final Samples perSecond = new Samples();
    final Samples medianMs = new Samples();
    final Samples p99Ms = new Samples();
    final Samples cpuMicros = new Samples();

    void add(Load.Pass pass) {
      perSecond.add(pass.perSecond());
      medianMs.add(pass.medianMs());
      p99Ms.add(pass.p99Ms());
      cpuMicros.add(pass.cpuMicros());
    }
  }

  private SideBySide() {}

  /** Measures and reports; ratios are to the first. */
  static void measure(Run run, List<Peer> peers) throws Exception {
    var loads = new ArrayList<Load>();
    for (Peer peer : peers) {
      var load = new Load(peer, NODES_AT_START);
      for (Work work : Work.values()) {
        load.run(work, 16, WARM_UP);
      }
      loads.add(load);
    }
    Map<Cell, Map<Peer, Measured>> results = new LinkedHashMap<>();
    for (int round = 0; round < run.rounds(); round++) {
      for (Work work : Work.values()) {
        for (int connections : CONNECTIONS) {
          Map<Peer, Measured> cell =
              results.computeIfAbsent(new Cell(work, connections), _ -> new LinkedHashMap<>());
          for (Load load : loads) {
            cell.computeIfAbsent(load.peer(), _ -> new Measured())
                .add(load.run(work, connections, PASS));
          }
        }
      }
      Collections.rotate(loads, 1); // Nobody always runs behind the same one.
    }
    for (Load load : loads) {
      load.requireAll();
    }
    report(run, peers.getFirst(), results);
  }

  private static void report(Run run, Peer first, Map<Cell, Map<Peer, Measured>> results) {
    run.say(
        "%d passes of %.1f s each, closed loops; median (min–max). The ratio is to %s."
            .formatted(run.rounds(), PASS.toMillis() / 1e3, first.label()));
    run.say("");
    for (Work work : Work.values()) {
      var table =
          new Table(
              work.label(),
              "connections",
              "requests/s",
              "ratio",
              "median ms",
              "p99 ms",
              "server CPU µs/request");
      results.forEach(
          (cell, byPeer) -> {
            if (cell.work() == work) {
              byPeer.forEach((peer, measured) -> row(table, cell, peer, measured, byPeer, first));
            }
          });
      table.print(run.out());
    }
  }

  private static void row(
      Table table,
      Cell cell,
      Peer peer,
      Measured measured,
      Map<Peer, Measured> byPeer,
      Peer first) {
    Measured base = byPeer.getOrDefault(first, measured);
    table.row(
        peer.label(),
        Integer.toString(cell.connections()),
        measured.perSecond.shown(0),
        peer.label().equals(first.label())
            ? "1"
            : measured.perSecond.dividedBy(base.perSecond).shown(2),
        measured.medianMs.shown(2),
        measured.p99Ms.shown(1),
        measured.cpuMicros.shown(0));
  }
}
