package io.entdb.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** A command can't be carried out; the message says why and what to do. */
final class CliException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  CliException(String message) {
    this(message, null);
  }

  CliException(String message, @Nullable Throwable cause) {
    this(message, cause, ExitCode.SOFTWARE);
  }

  private CliException(String message, @Nullable Throwable cause, int exitCode) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** For commands that tell a wrong answer from none by their exit code: nothing was judged. */
  static CliException unreadable(String message, @Nullable Throwable cause) {
    return new CliException(message, cause, ExitCode.USAGE);
  }

  int exitCode() {
    return exitCode;
  }
}
