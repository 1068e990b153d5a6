package io.entdb.benchmarks;

/** Something that is measured, beside a peer that does the same work in the same run. */
public interface Benchmark {
  /** What it is called on the command line. */
  String name();

  /** What it measures, in one line. */
  String summary();

  /** Measures and reports. Writes nowhere but into the report and the run's folder. */
  void run(Run run) throws Exception;
}
