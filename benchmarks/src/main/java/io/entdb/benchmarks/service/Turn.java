package io.entdb.benchmarks.service;

import io.entdb.benchmarks.service.ObservabilityBenchmark.SetUp;
import java.time.Duration;

/**
 * A set-up that works whenever it is its turn. Who is watched is watched while it works, so that
 * what it costs is paid by nobody else.
 *
 * @param watchers read its metrics, if it is watched
 */
record Turn(SetUp setUp, EntdbPeer peer, Load load, Watchers watchers) {
  private static final Duration PASS = Duration.ofSeconds(1);

  /**
   * Until the gateway's compiler has little left to do: after four seconds it still took more
   * processor than all that is compared here, after fifteen it did in one start of four.
   */
  private static final Duration WARM_UP = Duration.ofSeconds(40);

  /** Reads need something to choose from. */
  private static final int NODES_AT_START = 5_000;

  static Turn prepare(SetUp setUp, EntdbPeer peer, Watchers watchers) throws Exception {
    var turn = new Turn(setUp, peer, new Load(peer, NODES_AT_START), watchers);
    for (Work work : Comparison.WORKS) {
      turn.load().run(work, 16, WARM_UP);
    }
    return turn;
  }

  Load.Pass take(Comparison.Cell cell) throws Exception {
    if (setUp.isWatched()) {
      watchers.scrapeWhenDue(peer.metrics(), PASS);
    }
    return load.run(cell.work(), cell.connections(), PASS);
  }
}
