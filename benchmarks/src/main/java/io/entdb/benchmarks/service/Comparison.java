package io.entdb.benchmarks.service;

import io.entdb.benchmarks.Ratios;
import io.entdb.benchmarks.Run;
import io.entdb.benchmarks.Samples;
import io.entdb.benchmarks.Table;
import io.entdb.benchmarks.service.ObservabilityBenchmark.SetUp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What set-ups came to beside {@link SetUp#OFF}, turn by turn. */
final class Comparison {
  /** One kind of work by a number of connections. */
  record Cell(Work work, int connections) {}

  static final List<Work> WORKS = List.of(Work.CREATE_DURABLE, Work.READ);

  /** One connection is left out: it shows how long a request waits, not what it costs. */
  static final List<Cell> CELLS =
      WORKS.stream().flatMap(work -> List.of(16, 64).stream().map(n -> new Cell(work, n))).toList();

  private record Key(Cell cell, SetUp setUp) {}

  /** One set-up in one cell. */
  private static final class Measured {
    final Samples perSecond = new Samples();
    final Samples cpuMicros = new Samples();
    final Ratios throughput = new Ratios();
    final Ratios cpu = new Ratios();

    void add(Load.Pass pass, Load.Pass off) {
      perSecond.add(pass.perSecond());
      cpuMicros.add(pass.cpuMicros());
      throughput.add(pass.perSecond() / off.perSecond());
      cpu.add(pass.cpuMicros() / off.cpuMicros());
    }
  }

  private final Map<Key, Measured> measured = new LinkedHashMap<>();

  /** All systems were started anew. */
  void startSet() {
    for (Cell cell : CELLS) {
      for (SetUp setUp : SetUp.values()) {
        Measured each = measured.computeIfAbsent(new Key(cell, setUp), _ -> new Measured());
        each.throughput.startSet();
        each.cpu.startSet();
      }
    }
  }

  /** All set-ups have had their turn in a cell. */
  void add(Cell cell, Map<SetUp, Load.Pass> passes) {
    Load.Pass off = Objects.requireNonNull(passes.get(SetUp.OFF));
    passes.forEach((setUp, pass) -> of(cell, setUp).add(pass, off));
  }

  private Measured of(Cell cell, SetUp setUp) {
    return Objects.requireNonNull(measured.get(new Key(cell, setUp)));
  }

  void report(Run run) {
    run.say(
        "Ratios to \"%s\": geometric means of passes of a second, with 95 %% intervals (bootstrap)."
            .formatted(SetUp.OFF.label));
    run.say("");
    for (Cell cell : CELLS) {
      var table = table("%s, %d connections".formatted(cell.work().label(), cell.connections()));
      for (SetUp setUp : SetUp.values()) {
        Measured each = of(cell, setUp);
        table.row(
            setUp.label,
            each.perSecond.shown(0),
            setUp == SetUp.OFF ? "1" : each.throughput.shown(),
            each.cpuMicros.shown(0),
            setUp == SetUp.OFF ? "1" : each.cpu.shown());
      }
      table.print(run.out());
    }
    var all = new Table("all of it", "throughput, ratio", "server CPU/request, ratio");
    for (SetUp setUp : SetUp.values()) {
      if (setUp != SetUp.OFF) {
        all.row(setUp.label, together(setUp, false).shown(), together(setUp, true).shown());
      }
    }
    all.print(run.out());
  }

  private static Table table(String title) {
    return new Table(title, "requests/s", "ratio", "server CPU µs/request", "ratio");
  }

  private Ratios together(SetUp setUp, boolean cpu) {
    var together = new Ratios();
    for (Cell cell : CELLS) {
      Measured each = of(cell, setUp);
      together.addAll(cpu ? each.cpu : each.throughput);
    }
    return together;
  }
}
