package io.entdb.systemtests.support;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import java.util.List;

/** What a service shows at {@code /metrics} at one moment. */
public final class Metrics {
  private final List<String> lines;

  private Metrics(List<String> lines) {
    this.lines = lines;
  }

  public static Metrics of(LocalStack stack, Part service) {
    return new Metrics(Client.of(stack.management(service)).text("/metrics").lines().toList());
  }

  /** The sum over all lines of a metric that contain a label text, which may be empty. */
  public double sum(String name, String label) {
    return lines.stream()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The sum over all labels. */
  public double sum(String name) {
    return sum(name, "");
  }

  /** The largest over all labels; 0 = there is none. */
  public double max(String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .max()
        .orElse(0);
  }

  /** The lines of a metric. */
  public List<String> lines(String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .toList();
  }

  /** Whether the metric is there at all. */
  public boolean has(String name) {
    return lines.stream()
        .anyMatch(line -> line.startsWith(name + "{") || line.startsWith(name + " "));
  }
}
