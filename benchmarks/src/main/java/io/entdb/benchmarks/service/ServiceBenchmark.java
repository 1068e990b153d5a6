package io.entdb.benchmarks.service;

import io.entdb.benchmarks.Benchmark;
import io.entdb.benchmarks.Run;
import io.entdb.benchmarks.service.EntdbPeer.Log;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Creates and point reads over REST, beside PostgreSQL doing the same rows. */
public final class ServiceBenchmark implements Benchmark {
  @Override
  public String name() {
    return "service";
  }

  @Override
  public String summary() {
    return "creates and point reads over REST, beside PostgreSQL";
  }

  @Override
  public void run(Run run) throws Exception {
    var peers = new ArrayList<Peer>();
    try {
      Optional<Path> postgres = PostgresServer.programs();
      if (postgres.isPresent()) {
        peers.add(PostgresPeer.start(postgres.get(), run.folder().resolve("postgres")));
      } else {
        run.say("PostgreSQL is not installed (on Debian: apt-get install postgresql), so EntDB");
        run.say("stands alone here.");
        run.say("");
      }
      for (Log log : List.of(Log.THREE_COPIES, Log.FLUSHED)) {
        peers.add(EntdbPeer.start(log, run.folder().resolve(log.name())));
      }
      SideBySide.measure(run, peers);
    } finally {
      for (Peer peer : peers.reversed()) {
        peer.close();
      }
    }
  }
}
