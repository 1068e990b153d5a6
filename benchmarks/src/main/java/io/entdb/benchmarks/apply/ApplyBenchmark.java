package io.entdb.benchmarks.apply;

import io.entdb.benchmarks.Benchmark;
import io.entdb.benchmarks.Run;
import io.entdb.benchmarks.Samples;
import io.entdb.benchmarks.Table;
import io.entdb.model.TenantId;
import io.entdb.model.record.LogEntry;
import io.entdb.store.StoreException;
import io.entdb.store.StoreSettings;
import io.entdb.store.TenantStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Records per second that a store applies, beside the same rows written by bare SQLite. */
public final class ApplyBenchmark implements Benchmark {
  private static final int RECORDS = 10_000;

  /** A commit costs far more than a record, and one commit per record needs no more to show it. */
  private static final int RECORDS_ONE_BY_ONE = 4_000;

  private static final List<Integer> BATCHES = List.of(1, 16, 128, 512);
  private static final List<Integer> LANES = List.of(1, 2);

  private Path folder = Path.of("");
  private List<Lane> lanes = List.of();

  /** One tenant: its log, and the rows that the log comes to. */
  private record Lane(TenantId tenant, List<LogEntry> log, RowScript script) {}

  /** What one side took for one pass over the log, all lanes together. */
  private record Pass(double recordsPerSecond, double cpuMicrosPerRecord) {}

  /** What one lane took. */
  private record Spent(long wallEnd, long cpu) {}

  /** A side with its file open and the tenant opened, waiting for its plans. */
  private interface Side extends AutoCloseable {
    void apply(int from, int to) throws Exception;

    @Override
    void close() throws StoreException, SQLException;
  }

  /** How a side is opened. */
  @FunctionalInterface
  private interface SideOpener {
    Side open(Lane lane, Path file) throws StoreException, SQLException;
  }

  /** Everything measured at one batch size with some lanes. */
  private static final class Cell {
    final int batch;
    final int lanes;
    final Samples store = new Samples();
    final Samples raw = new Samples();
    final Samples storeCpu = new Samples();
    final Samples rawCpu = new Samples();

    Cell(int batch, int lanes) {
      this.batch = batch;
      this.lanes = lanes;
    }

    int records() {
      return batch == 1 ? RECORDS_ONE_BY_ONE : RECORDS;
    }
  }

  @Override
  public String name() {
    return "apply";
  }

  @Override
  public String summary() {
    return "records/s that TenantStore applies, beside bare SQLite writing the same rows";
  }

  @Override
  public void run(Run run) throws Exception {
    folder = run.folder();
    var made = new ArrayList<Lane>();
    for (int i = 1; i <= LANES.getLast(); i++) {
      made.add(lane(i));
    }
    lanes = made;
    requireSameRows();
    var cells = new ArrayList<Cell>();
    for (int lanesUsed : LANES) {
      for (int batch : BATCHES) {
        cells.add(new Cell(batch, lanesUsed));
      }
    }
    for (Cell cell : cells) {
      measure(
          new Cell(cell.batch, cell.lanes), true); // Both sides compiled before anything counts.
    }
    for (int round = 0; round < run.rounds(); round++) {
      for (Cell cell : cells) {
        measure(cell, round % 2 == 0);
      }
    }
    report(run, cells);
  }

  private Lane lane(int number) throws Exception {
    var tenant = new TenantId("tenant-" + number);
    List<LogEntry> log = AccountLog.of(tenant, RECORDS, number);
    Path file = folder.resolve("script.db");
    RowScript script = RowScript.record(file, tenant, log);
    TenantStore.discard(file);
    return new Lane(tenant, log, script);
  }

  /** One pass of each side; who goes first alternates, so that neither always follows the other. */
  private void measure(Cell cell, boolean storeFirst) throws Exception {
    for (boolean store : storeFirst ? new boolean[] {true, false} : new boolean[] {false, true}) {
      Pass pass = pass(cell, store ? ApplyBenchmark::openStore : ApplyBenchmark::openRaw);
      (store ? cell.store : cell.raw).add(pass.recordsPerSecond());
      (store ? cell.storeCpu : cell.rawCpu).add(pass.cpuMicrosPerRecord());
    }
  }

  private Pass pass(Cell cell, SideOpener opener) throws Exception {
    try (var threads = Executors.newFixedThreadPool(cell.lanes)) {
      var ready = new CountDownLatch(cell.lanes);
      var go = new CountDownLatch(1);
      var runs = new ArrayList<Future<Spent>>();
      for (Lane lane : lanes.subList(0, cell.lanes)) {
        runs.add(threads.submit(lanePass(lane, cell, opener, ready, go)));
      }
      ready.await();
      long start = System.nanoTime();
      go.countDown();
      long end = start;
      long cpu = 0;
      for (Future<Spent> each : runs) {
        Spent spent = each.get();
        end = Math.max(end, spent.wallEnd());
        cpu += spent.cpu();
      }
      double records = (double) cell.records() * cell.lanes;
      return new Pass(records / (end - start) * 1e9, cpu / records / 1e3);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a lane failed", e.getCause());
    }
  }

  private Callable<Spent> lanePass(
      Lane lane, Cell cell, SideOpener opener, CountDownLatch ready, CountDownLatch go) {
    return () -> {
      Path file = folder.resolve(lane.tenant() + ".db");
      TenantStore.discard(file);
      try (Side side = opener.open(lane, file)) {
        side.apply(0, 1);
        ready.countDown();
        go.await();
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        int end = cell.records() + 1;
        for (int from = 1; from < end; from += cell.batch) {
          side.apply(from, Math.min(from + cell.batch, end));
        }
        long wallEnd = System.nanoTime();
        return new Spent(
            wallEnd, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu);
      } finally {
        ready.countDown();
      }
    };
  }

  private static Side openStore(Lane lane, Path file) throws StoreException {
    TenantStore store = TenantStore.open(file, lane.tenant(), StoreSettings.DEFAULT);
    return new Side() {
      @Override
      public void apply(int from, int to) throws Exception {
        if (store.apply(lane.log().subList(from, to)).size() != to - from) {
          throw new IllegalStateException("the store passed over records");
        }
      }

      @Override
      public void close() throws StoreException {
        store.close();
      }
    };
  }

  private static Side openRaw(Lane lane, Path file) throws StoreException, SQLException {
    TenantStore.open(file, lane.tenant(), StoreSettings.DEFAULT).close(); // Makes the tables.
    var raw = new RawSqlite(file);
    return new Side() {
      @Override
      public void apply(int from, int to) throws SQLException {
        raw.write(lane.script().steps().subList(from, to));
      }

      @Override
      public void close() throws SQLException {
        raw.close();
      }
    };
  }

  /** A comparison is only fair when both sides leave the same file behind. */
  private void requireSameRows() throws Exception {
    Lane lane = lanes.getFirst();
    Path byStore = folder.resolve("by-store.db");
    Path byRaw = folder.resolve("by-raw.db");
    try (Side side = openStore(lane, byStore)) {
      applyAll(side);
    }
    try (Side side = openRaw(lane, byRaw)) {
      applyAll(side);
    }
    String digest = digest(lane, byStore);
    if (!digest.equals(digest(lane, byRaw))) {
      throw new IllegalStateException("the two sides wrote different rows");
    }
    TenantStore.discard(byStore);
    TenantStore.discard(byRaw);
  }

  private static void applyAll(Side side) throws Exception {
    side.apply(0, 1); // By itself, as when measured: later positions are updates of its row.
    side.apply(1, RECORDS + 1);
  }

  private static String digest(Lane lane, Path file) throws StoreException {
    try (var store = TenantStore.open(file, lane.tenant(), StoreSettings.DEFAULT)) {
      String recomputed = store.recomputeDigest();
      if (!recomputed.equals(store.state().digest())) {
        throw new IllegalStateException(file.getFileName() + " is damaged");
      }
      return recomputed;
    }
  }

  private static void report(Run run, List<Cell> cells) {
    run.say(
        "%,d records per lane and pass (%,d one by one), %d passes of each side; median (min–max)."
            .formatted(RECORDS, RECORDS_ONE_BY_ONE, run.rounds()));
    run.say("");
    var table =
        new Table(
            "group commit of",
            "lanes",
            "store, records/s",
            "SQLite, records/s",
            "store/SQLite",
            "store, CPU µs/record",
            "SQLite, CPU µs/record",
            "by CPU");
    for (Cell cell : cells) {
      table.row(
          cell.batch + (cell.batch == 1 ? " record" : " records"),
          Integer.toString(cell.lanes),
          cell.store.shown(0),
          cell.raw.shown(0),
          cell.store.dividedBy(cell.raw).shown(2),
          cell.storeCpu.shown(1),
          cell.rawCpu.shown(1),
          cell.rawCpu.dividedBy(cell.storeCpu).shown(2));
    }
    table.print(run.out());
  }
}
