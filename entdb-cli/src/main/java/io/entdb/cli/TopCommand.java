package io.entdb.cli;

import io.entdb.cli.status.Report;
import io.entdb.cli.status.SystemStatus;
import java.io.Console;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The state of the whole system, again and again. */
@Command(
    name = "top",
    description = {
      "Shows what status shows again and again, until Ctrl-C or --count.",
      "With --format json, one object on one line each time. Ends with the last state's exit code."
    })
final class TopCommand extends PlainVerb {
  /** Moves to the upper left and clears what is below. */
  private static final String CLEAR = "\u001b[H\u001b[2J";

  @Mixin private TargetsOptions targets = new TargetsOptions();

  @Option(
      names = "--interval",
      defaultValue = "2",
      description = "Seconds between two looks, 1 or more (2).")
  private int interval = 2;

  @Option(
      names = "--count",
      defaultValue = "0",
      description = "How often; 0 = until Ctrl-C (default).")
  private int count;

  @Override
  public Integer call() throws CliException {
    if (interval < 1 || count < 0) {
      throw wrongCommandLine("--interval expects 1 or more, --count 0 or more");
    }
    boolean isTerminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    var readings = new Readings(connections(), targets.list(this));
    readings.take();
    int result = ALL_IS_WELL;
    for (int i = 0; count == 0 || i < count; i++) {
      SystemStatus status = readings.after(Duration.ofSeconds(interval));
      text((isTerminal ? CLEAR : "") + "EntDB  " + Instant.now().truncatedTo(ChronoUnit.SECONDS));
      Report.text(status).forEach(this::text);
      text("");
      json(Report.json(status));
      result = status.problems().isEmpty() ? ALL_IS_WELL : SOMETHING_IS_WRONG;
    }
    return result;
  }
}
