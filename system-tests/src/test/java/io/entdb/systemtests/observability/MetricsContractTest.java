package io.entdb.systemtests.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.MetricsTable;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.SharedStack;
import io.entdb.systemtests.support.TestSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
final class MetricsContractTest {
  private static final List<Part> SERVICES =
      List.of(Part.GATEWAY, Part.APPLIER, Part.ARCHIVER, Part.SNAPSHOTTER);

  /** Longer than the intervals at which sizes and checkpoints are looked at. */
  private static final Duration SOON = Duration.ofSeconds(60);

  private final LocalStack stack;
  private final MetricsTable table = MetricsTable.read();

  MetricsContractTest(LocalStack stack) {
    this.stack = stack;
  }

  private List<String> samples(Part service) {
    return Client.of(stack.management(service))
        .text("/metrics")
        .lines()
        .filter(line -> !line.startsWith("#") && !line.endsWith(" NaN"))
        .toList();
  }

  private static String nameOf(String sample) {
    return sample.substring(0, Math.min(end(sample, '{'), end(sample, ' ')));
  }

  private static int end(String sample, char character) {
    int at = sample.indexOf(character);
    return at < 0 ? sample.length() : at;
  }

  private void drive() {
    Client client = Client.of(stack.rest());
    String tenant = "metrics-" + UUID.randomUUID();
    client.atomic(Plan.of(tenant).create("measured", 1).waitApplied()).require(200);
    client.nodes(tenant, TestSchema.NOTE, "").require(200);
    client.node(tenant, "absent", "").require(404);
  }

  @Test
  void everyDocumentedMetricIsThereWithItsLabels() {
    assertThat(table.rows()).hasSizeGreaterThan(70);
    drive();
    for (Part service : SERVICES) {
      List<MetricsTable.Row> expected = table.of(service);
      assertThat(expected).as("metrics of %s", service).hasSizeGreaterThan(20);
      long ends = System.nanoTime() + SOON.toNanos();
      while (!missing(expected, service).isEmpty() && System.nanoTime() < ends) {
        Await.sleep(Duration.ofMillis(500));
      }
      assertThat(missing(expected, service)).as("missing in %s", service).isEmpty();
    }
  }

  private List<String> missing(List<MetricsTable.Row> expected, Part service) {
    List<String> samples = samples(service);
    return expected.stream().flatMap(it -> missing(it, samples).stream()).toList();
  }

  private static List<String> missing(MetricsTable.Row metric, List<String> samples) {
    var missing = new ArrayList<String>();
    for (String name : metric.series()) {
      Optional<String> sample = samples.stream().filter(it -> nameOf(it).equals(name)).findFirst();
      if (sample.isEmpty()) {
        missing.add(name);
      } else {
        metric.labels().stream()
            .filter(label -> !sample.get().contains(label + "=\""))
            .forEach(label -> missing.add(name + "{" + label + "}"));
      }
    }
    return missing;
  }

  @Test
  void noMetricOfOursIsUndocumented() {
    drive();
    for (Part service : SERVICES) {
      Set<String> documented =
          table.of(service).stream()
              .flatMap(it -> it.series().stream())
              .collect(Collectors.toSet());
      assertThat(
              samples(service).stream()
                  .map(MetricsContractTest::nameOf)
                  .filter(name -> name.startsWith("entdb_"))
                  .distinct())
          .as("metrics of %s that docs/metrics.md does not name", service)
          .allMatch(documented::contains);
    }
  }

  @Test
  void histogramsHaveTheDocumentedBounds() {
    drive();
    Pattern bound = Pattern.compile("le=\"([0-9.E+-]+)\"");
    for (MetricsTable.Row metric : table.rows()) {
      if (metric.type().equals("histogram") && metric.services().contains(Part.GATEWAY)) {
        Set<Double> bounds =
            samples(Part.GATEWAY).stream()
                .filter(sample -> nameOf(sample).equals(metric.name() + "_bucket"))
                .flatMap(sample -> bound.matcher(sample).results())
                .map(found -> Double.valueOf(found.group(1)))
                .collect(Collectors.toSet());
        assertThat(bounds)
            .as(metric.name())
            .containsExactlyInAnyOrderElementsOf(table.bounds(metric));
      }
    }
  }

  /** Prometheus' own linter; Debian's package "prometheus" has it. */
  @Test
  void theLinterFindsNothing() throws Exception {
    Path promtool = Path.of("/usr/bin/promtool");
    assumeTrue(Files.isExecutable(promtool), "promtool is not installed: nothing was linted");
    drive();
    for (Part service : SERVICES) {
      Process process =
          new ProcessBuilder(promtool.toString(), "check", "metrics")
              .redirectErrorStream(true)
              .start();
      try (var in = process.getOutputStream()) {
        in.write(
            Client.of(stack.management(service)).text("/metrics").getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      assertThat(output).as("what promtool says of %s", service).isBlank();
    }
  }
}
