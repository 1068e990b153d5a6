package io.entdb.systemtests.support;

import io.entdb.localstack.Part;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables of docs/metrics.md: what services promise to show, and what is built on it. */
public final class MetricsTable {
  public static final String FILE = "docs/metrics.md";

  private static final Pattern NAME = Pattern.compile("\\b(entdb|jvm|process)_[a-z0-9_]+");
  private static final Pattern RECORDED = Pattern.compile("\\b[a-z_]+:[a-z0-9_]+:[a-z0-9_]+");
  private static final Pattern BUCKETS = Pattern.compile(" +- \\*([a-z ]+)\\*: ([0-9. ]+)");
  private static final Pattern CELL = Pattern.compile("(?<!\\\\)\\|");
  private static final List<String> OF_HISTOGRAMS = List.of("_bucket", "_sum", "_count", "_max");

  private static final Map<String, Part> SERVICES =
      Map.of("G", Part.GATEWAY, "A", Part.APPLIER, "R", Part.ARCHIVER, "S", Part.SNAPSHOTTER);

  private final Map<String, Row> rows;
  private final Map<String, List<Double>> buckets;

  private MetricsTable(Map<String, Row> rows, Map<String, List<Double>> buckets) {
    this.rows = rows;
    this.buckets = buckets;
  }

  /**
   * One metric.
   *
   * @param type {@code counter}, {@code gauge} or {@code histogram}
   * @param bounds the name of a histogram's set of buckets; empty = it is none
   * @param services that have it
   * @param alert its threshold; empty when it has none
   */
  public record Row(
      String name,
      String type,
      String bounds,
      Set<String> labels,
      Set<Part> services,
      String alert) {
    public Row {
      labels = Set.copyOf(labels);
      services = Set.copyOf(services);
    }

    /** The names of its series. */
    public List<String> series() {
      return type.equals("histogram")
          ? OF_HISTOGRAMS.stream().map(end -> name + end).toList()
          : List.of(name);
    }
  }

  /** Reads the file. */
  public static MetricsTable read() {
    var rows = new LinkedHashMap<String, Row>();
    var buckets = new HashMap<String, List<Double>>();
    for (String line : Repository.text(FILE).lines().toList()) {
      String[] cells = CELL.split(line, -1);
      Matcher bounds = BUCKETS.matcher(line);
      if (line.startsWith("| `") && cells.length == 9) {
        Row row = row(cells);
        rows.put(row.name(), row);
      } else if (bounds.matches()) {
        buckets.put(
            bounds.group(1),
            Arrays.stream(bounds.group(2).strip().split(" +", -1)).map(Double::valueOf).toList());
      }
    }
    return new MetricsTable(rows, Map.copyOf(buckets));
  }

  private static Row row(String[] cells) {
    String type = cells[2].strip();
    int bracket = type.indexOf(" (");
    return new Row(
        cells[1].strip().replace("`", ""),
        bracket < 0 ? type : type.substring(0, bracket),
        bracket < 0 ? "" : type.substring(bracket + 2, type.length() - 1),
        words(cells[4].replace("`", ""), ","),
        words(cells[5], " ").stream()
            .map(letter -> Objects.requireNonNull(SERVICES.get(letter), letter))
            .collect(Collectors.toSet()),
        cells[7].strip());
  }

  private static Set<String> words(String cell, String between) {
    return Arrays.stream(cell.split(between, -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toSet());
  }

  public List<Row> rows() {
    return List.copyOf(rows.values());
  }

  /** Those that a service has. */
  public List<Row> of(Part service) {
    return rows.values().stream().filter(row -> row.services().contains(service)).toList();
  }

  /** The bounds of a histogram's buckets, in seconds. */
  public List<Double> bounds(Row histogram) {
    return Objects.requireNonNull(buckets.get(histogram.bounds()), histogram.name());
  }

  /** Whether a series of this name comes of a row. */
  public boolean has(String series) {
    return rows.containsKey(series)
        || OF_HISTOGRAMS.stream()
            .filter(series::endsWith)
            .map(end -> rows.get(series.substring(0, series.length() - end.length())))
            .anyMatch(row -> row != null && row.type().equals("histogram"));
  }

  /** Names of our metrics, and of the process', in a text. */
  public static Set<String> namesIn(String text) {
    return found(NAME, RECORDED.matcher(text).replaceAll(" "));
  }

  /** Names of recording rules in a text. */
  public static Set<String> recordedIn(String text) {
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
