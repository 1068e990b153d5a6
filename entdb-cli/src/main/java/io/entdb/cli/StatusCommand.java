package io.entdb.cli;

import io.entdb.cli.status.Report;
import io.entdb.cli.status.SystemStatus;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The state of the whole system, now. */
@Command(
    name = "status",
    description = {
      "Shows how the system does, from its services' metrics pages; needs no Prometheus.",
      "Ends with exit code 1 when a service is down or something is over a limit of the operations"
          + " guide. Rates are those of one second; percentiles need 100 observations in it."
    })
final class StatusCommand extends PlainVerb {
  @Mixin private TargetsOptions targets = new TargetsOptions();

  @Override
  public Integer call() throws CliException {
    var readings = new Readings(connections(), targets.list(this));
    readings.take();
    SystemStatus status = readings.after(Duration.ofSeconds(1));
    Report.text(status).forEach(this::text);
    json(Report.json(status));
    return status.problems().isEmpty() ? ALL_IS_WELL : SOMETHING_IS_WRONG;
  }
}
