package io.entdb.localstack;

/** Takes what the processes of a stack print, line by line, from several threads. */
@FunctionalInterface
interface LogSink {
  /** For tests: the log files are enough. */
  LogSink NONE = (part, line) -> {};

  void line(Part part, String line);
}
