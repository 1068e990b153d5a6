package io.entdb.service.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Gauges with one line for each thing of a set that changes, such as the partitions that a process
 * has. What a line shows is computed when somebody asks; only which lines there are is noted
 * before.
 */
public final class GaugeLines<K> {
  private final MeterRegistry registry;
  private final String name;
  private final String description;
  private final String label;
  private final Function<K, String> text;
  private final ToDoubleFunction<K> value;
  private final Map<K, Gauge> lines = new HashMap<>();

  private GaugeLines(
      MeterRegistry registry,
      String name,
      String description,
      String label,
      Function<K, String> text,
      ToDoubleFunction<K> value) {
    this.registry = registry;
    this.name = name;
    this.description = description;
    this.label = label;
    this.text = text;
    this.value = value;
  }

  /** One line for each partition. */
  public static GaugeLines<Integer> ofPartitions(
      MeterRegistry registry, String name, String description, ToDoubleFunction<Integer> value) {
    return new GaugeLines<>(
        registry, name, description, "partition", number -> Integer.toString(number), value);
  }

  /** One line for each of a few tenants. */
  static GaugeLines<String> ofTenants(
      MeterRegistry registry, String name, String description, ToDoubleFunction<String> value) {
    return new GaugeLines<>(registry, name, description, "tenant", tenant -> tenant, value);
  }

  /** Shows lines for these, and for no others. */
  public synchronized void show(Collection<K> things) {
    Set<K> wanted = Set.copyOf(things);
    lines
        .entrySet()
        .removeIf(line -> !wanted.contains(line.getKey()) && isRemoved(line.getValue()));
    for (K thing : wanted) {
      lines.computeIfAbsent(
          thing,
          _ ->
              Gauge.builder(name, thing, value)
                  .description(description)
                  .tag(label, text.apply(thing))
                  .strongReference(true)
                  .register(registry));
    }
  }

  private boolean isRemoved(Gauge line) {
    registry.remove(line);
    return true;
  }
}
