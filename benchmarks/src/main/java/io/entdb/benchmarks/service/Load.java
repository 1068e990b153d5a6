package io.entdb.benchmarks.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Closed loops: each connection asks again as soon as it has its answer. */
final class Load {
  private final Peer peer;
  private final List<String> ids;

  /**
   * What one pass came to.
   *
   * @param cpuMicros of the system's processes per request, until all that was written can be read
   */
  record Pass(double perSecond, double medianMs, double p99Ms, double cpuMicros) {}

  private record Loop(List<String> made, long[] nanos, long end) {}

  /** Load on a system that has some nodes already. */
  Load(Peer peer, int nodes) throws Exception {
    this.peer = peer;
    this.ids = new ArrayList<>(peer.fill(nodes));
  }

  Peer peer() {
    return peer;
  }

  Pass run(Work work, int connections, Duration duration) throws Exception {
    var sessions = new ArrayList<Peer.Session>();
    try (var threads = Executors.newFixedThreadPool(connections)) {
      for (int i = 0; i < connections; i++) {
        sessions.add(peer.connect());
      }
      Cpu cpu = Cpu.of(peer.pids());
      var go = new CountDownLatch(1);
      var loops = new ArrayList<Future<Loop>>();
      for (Peer.Session session : sessions) {
        loops.add(threads.submit(loop(session, work, duration, go)));
      }
      long start = System.nanoTime();
      go.countDown();
      return sum(loops, start, cpu);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "%s, %s, %d connections: %s"
              .formatted(peer.label(), work.label(), connections, e.getCause()),
          e.getCause());
    } finally {
      for (Peer.Session session : sessions) {
        session.close();
      }
    }
  }

  private Callable<Loop> loop(
      Peer.Session session, Work work, Duration duration, CountDownLatch go) {
    return () -> {
      go.await();
      var made = new ArrayList<String>();
      long[] nanos = new long[1_024];
      int count = 0;
      long before = System.nanoTime();
      long deadline = before + duration.toNanos();
      while (before < deadline) {
        if (work == Work.READ) {
          session.read(ids.get(ThreadLocalRandom.current().nextInt(ids.size())));
        } else {
          made.add(session.create(Account.random(), work));
        }
        long after = System.nanoTime();
        if (count == nanos.length) {
          nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count] = after - before;
        count++;
        before = after;
      }
      session.settle();
      return new Loop(made, Arrays.copyOf(nanos, count), before);
    };
  }

  private Pass sum(List<Future<Loop>> loops, long start, Cpu cpu) throws Exception {
    var nanos = new ArrayList<long[]>();
    long end = start;
    int total = 0;
    for (Future<Loop> each : loops) {
      Loop loop = each.get();
      ids.addAll(loop.made());
      nanos.add(loop.nanos());
      total += loop.nanos().length;
      end = Math.max(end, loop.end());
    }
    long[] all = new long[total];
    int at = 0;
    for (long[] some : nanos) {
      System.arraycopy(some, 0, all, at, some.length);
      at += some.length;
    }
    Arrays.sort(all);
    return new Pass(
        total / ((end - start) / 1e9),
        all[total / 2] / 1e6,
        all[(int) (total * 0.99)] / 1e6,
        cpu.spentSince().toNanos() / 1e3 / total);
  }

  /** Fails when the system has lost or doubled something that it had acknowledged. */
  void requireAll() throws Exception {
    long found = peer.count();
    if (found != ids.size()) {
      throw new IllegalStateException(
          "%s acknowledged %d nodes and has %d".formatted(peer.label(), ids.size(), found));
    }
  }

  /** Time that processes and their children have had on a processor. */
  private record Cpu(List<Long> pids, Duration before) {
    static Cpu of(List<Long> pids) {
      return new Cpu(pids, total(pids));
    }

    Duration spentSince() {
      return total(pids).minus(before);
    }

    private static Duration total(List<Long> pids) {
      return pids.stream()
          .flatMap(pid -> ProcessHandle.of(pid).stream())
          .flatMap(it -> Stream.concat(Stream.of(it), it.descendants()))
          .flatMap(it -> it.info().totalCpuDuration().stream())
          .reduce(Duration.ZERO, Duration::plus);
    }
  }
}
