package io.entdb.cli;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which services are asked. */
final class TargetsOptions {
  private static final Pattern TARGET =
      Pattern.compile("(\\[[0-9a-fA-F:]+]|[A-Za-z0-9._-]+):(\\d{1,5})");

  private static final int PORT_MAX = 65_535;

  @Option(
      names = "--targets",
      defaultValue =
          "${env:ENTDB_TARGETS:-127.0.0.1:9090,127.0.0.1:9091,127.0.0.1:9092,127.0.0.1:9093}",
      description =
          "Management ports, host:port separated by commas; otherwise from ENTDB_TARGETS, or"
              + " 127.0.0.1:9090 to 9093.")
  private String targets = "";

  /** The targets, each host:port. */
  List<String> list(PlainVerb verb) {
    List<String> list =
        Arrays.stream(targets.split(",", -1))
            .map(String::strip)
            .filter(it -> !it.isEmpty())
            .toList();
    for (String target : list) {
      Matcher parts = TARGET.matcher(target);
      if (!parts.matches() || Integer.parseInt(parts.group(2)) > PORT_MAX) {
        throw verb.wrongCommandLine("--targets expects host:port, not '%s'".formatted(target));
      }
    }
    if (list.isEmpty()) {
      throw verb.wrongCommandLine("--targets names no service");
    }
    return list;
  }
}
