package io.entdb.cli.status;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a service shows at {@code /metrics}, in the text format of Prometheus or OpenMetrics. */
public final class MetricsPage {
  private final Map<String, List<Sample>> samples;

  private MetricsPage(Map<String, List<Sample>> samples) {
    this.samples = samples;
  }

  /** One line: a name, its labels, and a value, which may be NaN or infinite. */
  public record Sample(String name, Map<String, String> labels, double value) {
    public Sample {
      labels = Map.copyOf(labels);
    }

    /** A label's value; empty when it has none. */
    public String label(String label) {
      return labels.getOrDefault(label, "");
    }

    boolean has(Map<String, String> wanted) {
      return labels.entrySet().containsAll(wanted.entrySet());
    }
  }

  /**
   * Reads a page.
   *
   * @throws IllegalArgumentException when a line is no sample; names the line
   */
  public static MetricsPage parse(String text) {
    var samples = new HashMap<String, List<Sample>>();
    for (String line : text.split("\n", -1)) {
      String stripped = line.strip();
      if (!stripped.isEmpty() && !stripped.startsWith("#")) {
        Sample sample = new Line(stripped).sample();
        samples.computeIfAbsent(sample.name(), absent -> new ArrayList<>()).add(sample);
      }
    }
    return new MetricsPage(samples);
  }

  /** All samples of a name that have these labels. */
  public Stream<Sample> samples(String name, Map<String, String> labels) {
    return samples.getOrDefault(name, List.of()).stream().filter(sample -> sample.has(labels));
  }

  /** All samples of a name. */
  public Stream<Sample> samples(String name) {
    return samples(name, Map.of());
  }

  /** The sum of all samples of a name that have these labels; 0 when there are none. */
  public double sum(String name, Map<String, String> labels) {
    return samples(name, labels).mapToDouble(Sample::value).sum();
  }

  /** Reads one line from left to right. What follows the value, time and exemplar, is not read. */
  private static final class Line {
    private final String text;
    private int at;

    Line(String text) {
      this.text = text;
    }

    Sample sample() {
      String name = upTo("{ ");
      var labels = new HashMap<String, String>();
      if (at < text.length() && text.charAt(at) == '{') {
        at++;
        while (peek() != '}') {
          String label = upTo("=").strip();
          at++;
          labels.put(label, quoted());
          if (peek() == ',') {
            at++;
          }
        }
        at++;
      }
      while (peek() == ' ') {
        at++;
      }
      return new Sample(name, labels, value(upTo(" ")));
    }

    private String upTo(String ends) {
      int start = at;
      while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
        at++;
      }
      if (at == start) {
        throw malformed();
      }
      return text.substring(start, at);
    }

    private String quoted() {
      if (peek() != '"') {
        throw malformed();
      }
      var value = new StringBuilder();
      for (at++; peek() != '"'; at++) {
        char c = peek();
        if (c == '\\') {
          at++;
          c = peek() == 'n' ? '\n' : peek();
        }
        value.append(c);
      }
      at++;
      return value.toString();
    }

    private char peek() {
      if (at >= text.length()) {
        throw malformed();
      }
      return text.charAt(at);
    }

    private double value(String number) {
      return switch (number) {
        case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> {
          try {
            yield Double.parseDouble(number);
          } catch (NumberFormatException e) {
            throw malformed();
          }
        }
      };
    }

    private IllegalArgumentException malformed() {
      return new IllegalArgumentException("no line of metrics: " + text);
    }
  }
}
