package io.entdb.service.objects;

import io.entdb.objects.ObjectProtection;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.S3Clients;
import io.entdb.objects.S3ObjectStore;
import io.entdb.objects.S3Settings;
import io.entdb.service.metrics.MeteredObjects;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Clients of the bucket for services that make backups: a patient one, and one for probes. */
public final class BucketClients {
  /** A probe that takes longer is a no: an orchestrator gives up after a few seconds itself. */
  public static final Duration PROBE_PATIENCE = Duration.ofSeconds(2);

  /** S3 servers that are not AWS have no regions, but requests are signed with the name of one. */
  private static final String REGION_ELSEWHERE = "us-east-1";

  private final S3Settings settings;

  /**
   * @param endpoint another server than AWS
   * @param region empty = from the environment as the AWS SDK does it
   */
  public BucketClients(String bucket, Optional<String> endpoint, Optional<String> region) {
    Optional<URI> elsewhere = endpoint.map(URI::create);
    this.settings =
        S3Settings.of(bucket, elsewhere, region.or(() -> elsewhere.map(it -> REGION_ELSEWHERE)));
  }

  /** Asks once and briefly, and counts nothing. */
  public ObjectStore forProbes() {
    var probe =
        new S3Settings(
            settings.bucket(),
            settings.prefix(),
            settings.endpoint(),
            settings.region(),
            settings.pathStyle(),
            1,
            PROBE_PATIENCE);
    return new S3ObjectStore(S3Clients.open(probe), probe.bucket(), probe.prefix());
  }

  /**
   * Has patience, tries again, and is metered.
   *
   * @param protection what every object is written with
   */
  public ObjectStore forWork(ObjectProtection protection, MeterRegistry registry) {
    var objects =
        new S3ObjectStore(
            S3Clients.open(settings),
            settings.bucket(),
            settings.prefix(),
            protection,
            InstantSource.system());
    return new MeteredObjects(objects, registry);
  }
}
