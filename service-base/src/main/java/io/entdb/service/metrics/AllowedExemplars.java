package io.entdb.service.metrics;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Predicate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Leaves exemplars where OpenMetrics 1.0 allows them: with buckets of histograms and with totals of
 * counters. Micrometer's registry puts one on the count of a histogram, too, for which Prometheus
 * before version 2.43 refuses the whole page.
 */
@ApplicationScoped
public class AllowedExemplars {
  @Produces
  @Singleton
  CollectorRegistry registry() {
    return new Registry();
  }

  static final class Registry extends CollectorRegistry {
    Registry() {
      super(true);
    }

    @Override
    public Enumeration<MetricFamilySamples> metricFamilySamples() {
      return allowed(super.metricFamilySamples());
    }

    @Override
    public Enumeration<MetricFamilySamples> filteredMetricFamilySamples(
        @Nullable Predicate<String> names) {
      return allowed(super.filteredMetricFamilySamples(names));
    }
  }

  private static Enumeration<MetricFamilySamples> allowed(Enumeration<MetricFamilySamples> all) {
    return Collections.enumeration(
        Collections.list(all).stream().map(AllowedExemplars::allowed).toList());
  }

  private static MetricFamilySamples allowed(MetricFamilySamples family) {
    if (family.samples.stream().allMatch(AllowedExemplars::isAllowed)) {
      return family;
    }
    return new MetricFamilySamples(
        family.name,
        family.unit,
        family.type,
        family.help,
        family.samples.stream().map(AllowedExemplars::allowed).toList());
  }

  private static Sample allowed(Sample sample) {
    return isAllowed(sample)
        ? sample
        : new Sample(
            sample.name, sample.labelNames, sample.labelValues, sample.value, sample.timestampMs);
  }

  private static boolean isAllowed(Sample sample) {
    return sample.exemplar == null
        || sample.name.endsWith("_bucket")
        || sample.name.endsWith("_total");
  }
}
