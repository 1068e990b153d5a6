package io.entdb.systemtests.deploy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of docs/metrics.md: what there is to build on. */
final class MetricsTable {
  static final String FILE = "docs/metrics.md";

  private static final Pattern NAME = Pattern.compile("\\b(entdb|jvm|process)_[a-z0-9_]+");
  private static final Pattern RECORDED = Pattern.compile("\\b[a-z_]+:[a-z0-9_]+:[a-z0-9_]+");
  private static final List<String> OF_HISTOGRAMS = List.of("_bucket", "_count", "_sum", "_max");

  private final Map<String, Row> rows;

  private MetricsTable(Map<String, Row> rows) {
    this.rows = rows;
  }

  /**
   * One metric.
   *
   * @param type counter, gauge or histogram
   * @param services letters of the services that have it
   * @param alert its threshold; empty when it has none
   */
  record Row(String name, String type, Set<String> labels, String services, String alert) {
    Row {
      labels = Set.copyOf(labels);
    }
  }

  static MetricsTable read() {
    var rows = new LinkedHashMap<String, Row>();
    for (String line : Repository.text(FILE).lines().toList()) {
      String[] cells = line.split("(?<!\\\\)\\|", -1);
      if (line.startsWith("| `") && cells.length == 9) {
        Row row =
            new Row(
                cells[1].strip().replace("`", ""),
                cells[2].strip().replaceAll(" .*", ""),
                labels(cells[4]),
                cells[5].replace(" ", ""),
                cells[7].strip());
        rows.put(row.name(), row);
      }
    }
    return new MetricsTable(rows);
  }

  private static Set<String> labels(String cell) {
    var labels = new TreeSet<String>();
    Arrays.stream(cell.split(",", -1))
        .map(label -> label.replace("`", "").strip())
        .filter(label -> !label.isEmpty())
        .forEach(labels::add);
    return labels;
  }

  List<Row> rows() {
    return List.copyOf(rows.values());
  }

  /** Whether a series of this name comes of a row. */
  boolean has(String series) {
    return rows.containsKey(series)
        || OF_HISTOGRAMS.stream()
            .filter(series::endsWith)
            .map(end -> rows.get(series.substring(0, series.length() - end.length())))
            .anyMatch(row -> row != null && row.type().equals("histogram"));
  }

  /** Names of our metrics, and of the process', in a text. */
  static Set<String> namesIn(String text) {
    return found(NAME, RECORDED.matcher(text).replaceAll(" "));
  }

  /** Names of recording rules in a text. */
  static Set<String> recordedIn(String text) {
    return found(RECORDED, text);
  }

  private static Set<String> found(Pattern pattern, String text) {
    var names = new TreeSet<String>();
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      names.add(matcher.group());
    }
    return names;
  }
}
