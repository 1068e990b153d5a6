package io.entdb.snapshotter.wiring;

import io.entdb.model.ListenAddress;
import io.entdb.objects.ObjectStore;
import io.entdb.service.objects.BucketClients;
import io.entdb.service.variables.Mistakes;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes the parts of the service from its settings, which it refuses when they are wrong. */
@ApplicationScoped
public class SnapshotterParts {
  private static final Logger LOG = Logger.getLogger(SnapshotterParts.class);

  void refuseMistakes(
      @Observes @Priority(1) StartupEvent start,
      SnapshotterSettings settings,
      Instance<ObjectStore> objects) {
    Mistakes.refuse(SnapshotterSettingsCheck.mistakes(settings));
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
      SnapshotterSettings settings, @ConfigProperty(name = "aws.region") Optional<String> region) {
    return clients(settings, region).forProbes();
  }

  /** The bucket for work, with patience and retries. */
  @Produces
  @Singleton
  Bucket bucket(
      SnapshotterSettings settings,
      @ConfigProperty(name = "aws.region") Optional<String> region,
      MeterRegistry registry) {
    return new Bucket(clients(settings, region).forWork(settings.s3().protection(), registry));
  }

  private static BucketClients clients(SnapshotterSettings settings, Optional<String> region) {
    return new BucketClients(
        settings.s3().bucket().orElseThrow(), settings.s3().endpoint(), region);
  }

  /** A type of its own beside the store for probes. */
  record Bucket(ObjectStore objects) {}
}
