package io.entdb.archiver.wiring;

import io.entdb.model.ListenAddress;
import io.entdb.objects.ObjectStore;
import io.entdb.service.metrics.KafkaMeters;
import io.entdb.service.objects.BucketClients;
import io.entdb.service.variables.Mistakes;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes the parts of the service from its settings, which it refuses when they are wrong. */
@ApplicationScoped
public class ArchiverParts {
  private static final Logger LOG = Logger.getLogger(ArchiverParts.class);

  /** Between two tries to reach a broker that is away: each one writes a line to the log. */
  private static final int RECONNECT_PAUSE_MILLIS = 1_000;

  void refuseMistakes(
      @Observes @Priority(1) StartupEvent start,
      ArchiverSettings settings,
      Instance<ObjectStore> objects) {
    Mistakes.refuse(ArchiverSettingsCheck.mistakes(settings));
    ListenAddress.warning(settings.host()).ifPresent(LOG::warn);
    try {
      objects.get(); // Proves that a client can be made; whether S3 answers is health's.
    } catch (SdkException e) {
      throw new ConfigurationException("no S3 client for this configuration: " + e.getMessage(), e);
    }
  }

  /** The bucket, asked once and briefly: for probes, not for work. */
  @Produces
  @Singleton
  ObjectStore objects(
      ArchiverSettings settings, @ConfigProperty(name = "aws.region") Optional<String> region) {
    return clients(settings, region).forProbes();
  }

  /** The bucket for work, with patience and retries. */
  @Produces
  @Singleton
  Bucket bucket(
      ArchiverSettings settings,
      @ConfigProperty(name = "aws.region") Optional<String> region,
      MeterRegistry registry) {
    return new Bucket(clients(settings, region).forWork(settings.s3().protection(), registry));
  }

  private static BucketClients clients(ArchiverSettings settings, Optional<String> region) {
    return new BucketClients(
        settings.s3().bucket().orElseThrow(), settings.s3().endpoint(), region);
  }

  /** A type of its own beside the store for probes. */
  record Bucket(ObjectStore objects) {}

  /** The brokers' own interface; connects in the background and keeps trying. */
  @Produces
  @Singleton
  Admin admin(ArchiverSettings settings) {
    int patience = Math.toIntExact(BucketClients.PROBE_PATIENCE.toMillis());
    Map<String, Object> properties = new HashMap<>(KafkaMeters.heard(settings.kafka().client()));
    properties.put(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().brokers().orElseThrow());
    properties.put(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, RECONNECT_PAUSE_MILLIS);
    properties.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_PAUSE_MILLIS);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patience);
    return Admin.create(properties);
  }

  void close(@Disposes Admin admin) {
    admin.close(BucketClients.PROBE_PATIENCE);
  }
}
