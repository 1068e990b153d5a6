package io.entdb.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.Collector;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import io.prometheus.client.exemplars.Exemplar;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AllowedExemplarsTest {
  private static final Exemplar EXEMPLAR = new Exemplar(1, "trace_id", "t");

  private final AllowedExemplars.Registry registry = new AllowedExemplars.Registry();

  private String page() throws IOException {
    var page = new StringWriter();
    TextFormat.writeOpenMetrics100(page, registry.metricFamilySamples());
    return page.toString();
  }

  @Test
  void bucketsAndTotalsKeepTheirs() throws IOException {
    Histogram.build("h", "A histogram.")
        .buckets(1)
        .register(registry)
        .observeWithExemplar(0.5, "trace_id", "t");
    Counter.build("c", "A counter.").register(registry).incWithExemplar("trace_id", "t");
    assertThat(page().lines().filter(line -> line.contains(" # {")))
        .hasSize(2)
        .anyMatch(line -> line.startsWith("h_bucket{le=\"1.0\"} 1.0 # {trace_id=\"t\"}"))
        .anyMatch(line -> line.startsWith("c_total 1.0 # {trace_id=\"t\"}"));
  }

  /** As Micrometer's registry collects. */
  @Test
  void aCountOfAHistogramLosesIts() throws IOException {
    registry.register(
        new Collector() {
          @Override
          public List<MetricFamilySamples> collect() {
            return List.of(
                new MetricFamilySamples(
                    "d",
                    "",
                    Type.HISTOGRAM,
                    "A duration.",
                    List.of(
                        sample("d_bucket", List.of("le"), List.of("+Inf")),
                        sample("d_count", List.of(), List.of()))));
          }
        });
    assertThat(page())
        .contains("d_bucket{le=\"+Inf\"} 3.0 # {trace_id=\"t\"} 1.0")
        .contains("d_count 3.0\n");
  }

  private static Collector.MetricFamilySamples.Sample sample(
      String name, List<String> labels, List<String> values) {
    return new Collector.MetricFamilySamples.Sample(name, labels, values, 3, EXEMPLAR);
  }
}
