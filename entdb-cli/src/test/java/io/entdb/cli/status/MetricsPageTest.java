package io.entdb.cli.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.cli.status.MetricsPage.Sample;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetricsPageTest {
  @Test
  void samplesHaveNameLabelsAndValue() {
    MetricsPage page =
        MetricsPage.parse(
            """
            # HELP entdb_wal_consumer_lag Records unread.
            # TYPE entdb_wal_consumer_lag gauge
            entdb_wal_consumer_lag{partition="0",} 12.0
            entdb_wal_consumer_lag{partition="1"} 1.5E3

            process_uptime_seconds 7
            """);

    assertThat(page.samples("entdb_wal_consumer_lag"))
        .containsExactly(
            new Sample("entdb_wal_consumer_lag", Map.of("partition", "0"), 12),
            new Sample("entdb_wal_consumer_lag", Map.of("partition", "1"), 1500));
    assertThat(page.sum("entdb_wal_consumer_lag", Map.of("partition", "1"))).isEqualTo(1500);
    assertThat(page.sum("process_uptime_seconds", Map.of())).isEqualTo(7);
    assertThat(page.samples("entdb_wal_consumer")).isEmpty();
  }

  @Test
  void quotesBracesAndLineEndsInLabelsAreText() {
    String line = "x{a=\"say \\\"}\\\" and, \\\\ then\\nmore\",b=\"\"} 1";

    Sample sample = MetricsPage.parse(line).samples("x").findFirst().orElseThrow();

    assertThat(sample.label("a")).isEqualTo("say \"}\" and, \\ then\nmore");
    assertThat(sample.label("b")).isEmpty();
  }

  @Test
  void timesAndExemplarsAfterTheValueAreNotRead() {
    MetricsPage page =
        MetricsPage.parse(
            """
            y_bucket{le="0.5"} 3 # {trace_id="ab",span_id="cd"} 0.4 1700000000.1
            z 4 1700000000000
            # EOF
            """);

    assertThat(page.sum("y_bucket", Map.of("le", "0.5"))).isEqualTo(3);
    assertThat(page.sum("z", Map.of())).isEqualTo(4);
  }

  @Test
  void valuesNeedNotBeFinite() {
    MetricsPage page = MetricsPage.parse("a +Inf\nb -Inf\nc NaN\n");

    assertThat(page.sum("a", Map.of())).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(page.sum("b", Map.of())).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(page.sum("c", Map.of())).isNaN();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "x ", "x{a=\"b\" 1", "x{a=b} 1", "x{a=\"b\"}", "{} 1", "x y", "<html>"})
  void whatIsNoSampleIsRefused(String line) {
    assertThatThrownBy(() -> MetricsPage.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(line.strip());
  }
}
