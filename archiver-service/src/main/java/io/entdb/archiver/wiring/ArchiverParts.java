package io.entdb.archiver.wiring;

import io.entdb.model.ListenAddress;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.S3Clients;
import io.entdb.objects.S3ObjectStore;
import io.entdb.objects.S3Settings;
import io.entdb.service.metrics.KafkaMeters;
import io.entdb.service.metrics.MeteredObjects;
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
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
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

  /** A probe that takes longer is a no: an orchestrator gives up after a few seconds itself. */
  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(2);

  /** Between two tries to reach a broker that is away: each one writes a line to the log. */
  private static final int RECONNECT_PAUSE_MILLIS = 1_000;

  /** S3 servers that are not AWS have no regions, but requests are signed with the name of one. */
  private static final String REGION_ELSEWHERE = "us-east-1";

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
    S3Settings work = work(settings, region);
    var probe =
        new S3Settings(
            work.bucket(),
            work.prefix(),
            work.endpoint(),
            work.region(),
            work.pathStyle(),
            1,
            PROBE_PATIENCE);
    return new S3ObjectStore(S3Clients.open(probe), probe.bucket(), probe.prefix());
  }

  /** The bucket for work, with patience and retries. */
  @Produces
  @Singleton
  Bucket bucket(
      ArchiverSettings settings,
      @ConfigProperty(name = "aws.region") Optional<String> region,
      MeterRegistry registry) {
    S3Settings work = work(settings, region);
    var objects =
        new S3ObjectStore(
            S3Clients.open(work),
            work.bucket(),
            work.prefix(),
            settings.s3().protection(),
            InstantSource.system());
    return new Bucket(new MeteredObjects(objects, registry));
  }

  /** A type of its own beside the store for probes. */
  record Bucket(ObjectStore objects) {}

  private static S3Settings work(ArchiverSettings settings, Optional<String> region) {
    var endpoint = settings.s3().endpoint().map(URI::create);
    return S3Settings.of(
        settings.s3().bucket().orElseThrow(),
        endpoint,
        region.or(() -> endpoint.map(elsewhere -> REGION_ELSEWHERE)));
  }

  /** The brokers' own interface; connects in the background and keeps trying. */
  @Produces
  @Singleton
  Admin admin(ArchiverSettings settings) {
    int patience = Math.toIntExact(PROBE_PATIENCE.toMillis());
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
    admin.close(PROBE_PATIENCE);
  }
}
