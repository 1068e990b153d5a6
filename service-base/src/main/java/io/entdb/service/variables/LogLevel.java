package io.entdb.service.variables;

/** How much is written to the log, in the words of operators. */
enum LogLevel {
  DEBUG("DEBUG"),
  INFO("INFO"),
  WARNING("WARN"),
  ERROR("ERROR"),
  CRITICAL("FATAL");

  /** The framework's word. */
  final String framework;

  LogLevel(String framework) {
    this.framework = framework;
  }
}
