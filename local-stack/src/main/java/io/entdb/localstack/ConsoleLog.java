package io.entdb.localstack;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/** One stream for all processes: each line says, in its colour, who wrote it. */
final class ConsoleLog implements LogSink {
  private static final int NAME_WIDTH = 16;
  private static final String RESET = "\u001b[0m";

  private final PrintStream out;
  private final boolean coloured;

  ConsoleLog(PrintStream out, boolean coloured) {
    this.out = out;
    this.coloured = coloured;
  }

  /** Colours for a person at a terminal who has not set NO_COLOR; bare text for everything else. */
  static ConsoleLog standard() {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    return new ConsoleLog(System.out, terminal && System.getenv("NO_COLOR") == null);
  }

  @Override
  public void line(Part part, String line) {
    String name = String.format("%-" + NAME_WIDTH + "s |", part);
    // One call per line: lines of different processes must not run into each other.
    out.println((coloured ? colour(part.kind()) + name + RESET : name) + " " + line);
  }

  private static String colour(Part.Kind kind) {
    return "\u001b["
        + switch (kind) {
          case BROKER -> 33;
          case OBJECT_SERVER -> 35;
          case GATEWAY -> 32;
          case APPLIER -> 36;
          case ARCHIVER -> 34;
          case SNAPSHOTTER -> 31;
        }
        + "m";
  }
}
