package io.entdb.localstack;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of {@code ./dev up} asks for.
 *
 * @param data the folder that is kept; null for a temporary one that is deleted at the end
 * @param ports where everything listens
 * @param partitions of the log, when it is created
 */
record Options(@Nullable Path data, Ports ports, int partitions) {

  /** Where a stack keeps its data unless it is told otherwise. */
  static final Path DATA = Path.of(".local-stack");

  static final String HELP =
      """
      ./dev up [options]
        --data DIR          keep data and logs in DIR (.local-stack)
        --ephemeral         keep nothing: a temporary folder, deleted at the end
        --port-offset N     add N to every port that is not given
        --partitions N      partitions of the log when it is created (4)
      """;

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException with a sentence for the person who typed them
   */
  static Options parse(List<String> arguments) {
    Path data = DATA;
    boolean dataNamed = false;
    boolean ephemeral = false;
    int offset = 0;
    int partitions = 4;
    var chosen = Ports.standard();
    var given = EnumSet.noneOf(Port.class);
    Deque<String> rest = new ArrayDeque<>(arguments);
    while (!rest.isEmpty()) {
      String flag = rest.removeFirst();
      switch (flag) {
        case "--data" -> {
          data = Path.of(value(flag, rest));
          dataNamed = true;
        }
        case "--ephemeral" -> ephemeral = true;
        case "--port-offset" -> offset = number(flag, rest);
        case "--partitions" -> partitions = number(flag, rest);
        default -> {
          Port port = portOf(flag);
          chosen = chosen.with(port, number(flag, rest));
          given.add(port);
        }
      }
    }
    if (ephemeral && dataNamed) {
      throw new IllegalArgumentException("--ephemeral keeps nothing, so --data has no meaning");
    }
    if (partitions < 1) {
      throw new IllegalArgumentException("--partitions expects 1 or more, but got " + partitions);
    }
    for (Port port : Port.values()) {
      if (!given.contains(port)) {
        chosen = chosen.with(port, port.standard() + offset);
      }
    }
    return new Options(ephemeral ? null : data, chosen, partitions);
  }

  /** All options, for a person. */
  static String help() {
    var help = new StringBuilder(HELP);
    for (Port port : Port.values()) {
      help.append(
          "  %-19s %s of %s (%d)%n"
              .formatted(port.flag() + " N", port.purpose(), port.owner(), port.standard()));
    }
    return help.toString();
  }

  private static Port portOf(String flag) {
    for (Port port : Port.values()) {
      if (port.flag().equals(flag)) {
        return port;
      }
    }
    throw new IllegalArgumentException("there is no option " + flag);
  }

  private static int number(String flag, Deque<String> rest) {
    String value = value(flag, rest);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s expects a number, but got %s".formatted(flag, value), e);
    }
  }

  private static String value(String flag, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(flag + " expects a value");
    }
    return rest.removeFirst();
  }
}
