package io.entdb.cli.status;

import io.entdb.cli.status.Overview.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a system's status is shown: lines for a person, or one object for a program. */
public final class Report {
  private static final String ROW = "%-18s %-22s %-6s %-6s %-10s %s";

  private Report() {}

  /** All of it for a person: instances, figures, problems. */
  public static List<String> text(SystemStatus status) {
    var lines = new ArrayList<String>();
    lines.add(ROW.formatted("service", "address", "up", "ready", "version", "running for"));
    for (Instance instance : status.instances()) {
      lines.add(line(instance));
    }
    lines.add("");
    Overview.of(status)
        .forEach(
            (area, figures) ->
                lines.add(
                    "%-12s %s"
                        .formatted(
                            area,
                            String.join("   ", figures.stream().map(Figure::text).toList()))));
    lines.add("");
    List<Problem> problems = status.problems();
    lines.add(problems.isEmpty() ? "no problems" : problems.size() + " problems:");
    for (Problem problem : problems) {
      lines.add(
          "  %s at %s %s".formatted(problem.service(), problem.instance(), problem.message()));
      lines.add("    " + problem.runbook());
    }
    return lines;
  }

  private static String line(Instance instance) {
    String ready =
        instance
            .now()
            .map(page -> page.sum("entdb_ready", Map.of()) >= 1 ? "yes" : "NO")
            .orElse("-");
    String uptime =
        instance
            .now()
            .map(page -> Figures.seconds(page.sum("process_uptime_seconds", Map.of())))
            .orElse("-");
    return ROW.formatted(
        instance.service(),
        instance.target(),
        instance.isUp() ? "yes" : "NO",
        ready,
        instance.version().isEmpty() ? "-" : instance.version(),
        uptime);
  }

  /** All of it for a program. Numbers that nobody shows, and infinite ones, are null. */
  public static Map<String, Object> json(SystemStatus status) {
    List<Problem> problems = status.problems();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ok", problems.isEmpty());
    answer.put("services", status.instances().stream().map(Report::json).toList());
    Overview.of(status).forEach((area, figures) -> answer.put(area, json(figures)));
    answer.put("problems", problems.stream().map(Report::json).toList());
    return answer;
  }

  private static Map<String, Object> json(Instance instance) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("service", instance.service());
    fields.put("address", instance.target());
    fields.put("up", instance.isUp());
    instance.now().ifPresent(page -> fields.put("ready", page.sum("entdb_ready", Map.of()) >= 1));
    fields.put("version", instance.version());
    if (!instance.isUp()) {
      fields.put("fault", instance.fault());
    }
    return fields;
  }

  @SuppressWarnings("NullAway") // JSON has null where there is no number.
  private static Map<String, Object> json(List<Figure> figures) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Figure figure : figures) {
      boolean isNumber = Double.isFinite(figure.value().orElse(Double.NaN));
      fields.put(figure.key(), isNumber ? figure.value().getAsDouble() : null);
    }
    return fields;
  }

  private static Map<String, Object> json(Problem problem) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("alert", problem.alert());
    fields.put("service", problem.service());
    fields.put("address", problem.instance());
    fields.put("message", problem.message());
    fields.put("runbook", problem.runbook());
    return fields;
  }
}
