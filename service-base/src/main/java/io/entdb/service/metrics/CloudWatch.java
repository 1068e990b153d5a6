package io.entdb.service.metrics;

import io.entdb.service.variables.CloudWatchVariables;
import io.micrometer.cloudwatch2.CloudWatchConfig;
import io.micrometer.cloudwatch2.CloudWatchMeterRegistry;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClientBuilder;

/** Publishes our meters to CloudWatch, too, where operators ask for it (ADR 0015 D7). */
@ApplicationScoped
public class CloudWatch {
  private static final Logger LOG = Logger.getLogger(CloudWatch.class);
  private static final String OURS = "entdb_";
  private static final Duration STEP = Duration.ofMinutes(1);

  private final String service;
  private @Nullable CloudWatchMeterRegistry publishing;
  private @Nullable CloudWatchAsyncClient client;

  CloudWatch(@ConfigProperty(name = "quarkus.application.name") String service) {
    this.service = service;
  }

  void start(@Observes StartupEvent start) {
    CloudWatchVariables variables = CloudWatchVariables.of(System.getenv());
    if (!variables.enabled()) {
      return;
    }
    CloudWatchAsyncClientBuilder builder = CloudWatchAsyncClient.builder();
    variables.region().map(Region::of).ifPresent(builder::region);
    CloudWatchAsyncClient opened = builder.build();
    client = opened;
    publishing = registry(variables.namespace(), service, STEP, opened, Clock.SYSTEM);
    Metrics.globalRegistry.add(publishing);
    LOG.infof("metrics go to CloudWatch's namespace %s, too", variables.namespace());
  }

  void stop(@Observes ShutdownEvent stop) {
    if (publishing != null) {
      Metrics.globalRegistry.remove(publishing);
      publishing.close();
    }
    if (client != null) {
      client.close();
    }
  }

  /**
   * A registry that publishes our meters alone, without buckets: every series is billed.
   *
   * @param service becomes a dimension, so that equal names of several services stay apart
   */
  static CloudWatchMeterRegistry registry(
      String namespace, String service, Duration step, CloudWatchAsyncClient client, Clock clock) {
    CloudWatchConfig config =
        new CloudWatchConfig() {
          @Override
          public @Nullable String get(String key) {
            return null;
          }

          @Override
          public String namespace() {
            return namespace;
          }

          @Override
          public Duration step() {
            return step;
          }
        };
    var registry = new CloudWatchMeterRegistry(config, clock, client);
    registry
        .config()
        .commonTags("service", service)
        .meterFilter(MeterFilter.denyUnless(id -> id.getName().startsWith(OURS)))
        .meterFilter(withoutBuckets());
    return registry;
  }

  private static MeterFilter withoutBuckets() {
    return new MeterFilter() {
      @Override
      public DistributionStatisticConfig configure(
          Meter.Id id, DistributionStatisticConfig config) {
        return DistributionStatisticConfig.builder()
            .percentilesHistogram(false)
            .serviceLevelObjectives(new double[0])
            .build()
            .merge(config);
      }
    };
  }
}
