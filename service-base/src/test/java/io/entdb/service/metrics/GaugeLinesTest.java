package io.entdb.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class GaugeLinesTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicInteger now = new AtomicInteger();

  @Test
  void showsTheLinesThereShouldBeAndComputesThemWhenAsked() {
    var lines =
        GaugeLines.ofPartitions(registry, "lag", "Lag.", partition -> partition * 100 + now.get());
    lines.show(List.of(1, 2));
    assertThat(line("1")).isEqualTo(100);
    now.set(7);
    assertThat(line("1")).isEqualTo(107);

    lines.show(List.of(2, 3));
    assertThat(registry.find("lag").tag("partition", "1").gauge()).isNull();
    assertThat(line("2")).isEqualTo(207);
    assertThat(line("3")).isEqualTo(307);
  }

  private double line(String partition) {
    return registry.get("lag").tag("partition", partition).gauge().value();
  }
}
