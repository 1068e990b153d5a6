package io.entdb.systemtests.observability;

import io.entdb.localstack.Part;
import io.entdb.systemtests.support.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of {@code docs/metrics.md}. */
record MetricTable(List<Metric> metrics, Map<String, List<Double>> buckets) {
  private static final Map<String, Part> SERVICES =
      Map.of("G", Part.GATEWAY, "A", Part.APPLIER, "R", Part.ARCHIVER, "S", Part.SNAPSHOTTER);

  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z0-9_]+)` \\| ([^|]+) \\|[^|]+\\|([^|]*)\\|([^|]*)\\|(.*)\\|");

  private static final Pattern BUCKETS = Pattern.compile(" +- \\*([a-z ]+)\\*: ([0-9. ]+)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /**
   * A row.
   *
   * @param type {@code counter}, {@code gauge} or {@code histogram}
   * @param bounds the name of a histogram's set of buckets; empty = it is none
   */
  record Metric(String name, String type, String bounds, Set<String> labels, Set<Part> services) {
    /** The names of its lines. */
    List<String> lines() {
      return type.equals("histogram")
          ? List.of(name + "_bucket", name + "_sum", name + "_count", name + "_max")
          : List.of(name);
    }
  }

  static MetricTable read() {
    var metrics = new ArrayList<Metric>();
    var buckets = new HashMap<String, List<Double>>();
    try {
      for (String line : Files.readAllLines(Repository.root().resolve("docs/metrics.md"))) {
        Matcher row = ROW.matcher(line);
        Matcher bounds = BUCKETS.matcher(line);
        if (row.matches()) {
          metrics.add(metric(row));
        } else if (bounds.matches()) {
          buckets.put(
              bounds.group(1),
              List.of(bounds.group(2).strip().split(" +", -1)).stream()
                  .map(Double::valueOf)
                  .toList());
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new MetricTable(List.copyOf(metrics), Map.copyOf(buckets));
  }

  private static Metric metric(Matcher row) {
    String type = row.group(2).strip();
    int bracket = type.indexOf(" (");
    var services = new HashSet<Part>();
    for (String letter : row.group(4).strip().split(" +", -1)) {
      if (!letter.isEmpty()) {
        services.add(Objects.requireNonNull(SERVICES.get(letter), letter));
      }
    }
    var labels = new HashSet<String>();
    CODE.matcher(row.group(3)).results().forEach(label -> labels.add(label.group(1)));
    return new Metric(
        row.group(1),
        bracket < 0 ? type : type.substring(0, bracket),
        bracket < 0 ? "" : type.substring(bracket + 2, type.length() - 1),
        labels,
        services);
  }
}
