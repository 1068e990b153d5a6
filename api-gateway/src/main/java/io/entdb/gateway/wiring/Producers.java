package io.entdb.gateway.wiring;

import io.entdb.objects.ObjectStore;
import io.entdb.objects.S3Clients;
import io.entdb.objects.S3ObjectStore;
import io.entdb.objects.S3Settings;
import io.entdb.service.metrics.MeteredObjects;
import io.entdb.service.variables.Mistakes;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes the parts that settings describe. */
@ApplicationScoped
public class Producers {
  @Produces
  @Singleton
  EntdbS3 s3(GatewaySettings settings) {
    Mistakes.refuse(SettingsCheck.mistakes(settings));
    var s3 =
        S3Settings.of(
            settings.s3().bucket().orElseThrow(), settings.s3().address(), settings.s3().region());
    return new EntdbS3(S3Clients.open(s3), s3);
  }

  /** The client with what it was made from; a type of its own beside the extension's client. */
  record EntdbS3(S3Client client, S3Settings settings) {}

  void close(@Disposes EntdbS3 s3) {
    s3.client().close();
  }

  @Produces
  @Singleton
  ObjectStore objects(EntdbS3 s3, MeterRegistry registry) {
    return new MeteredObjects(
        new S3ObjectStore(s3.client(), s3.settings().bucket(), s3.settings().prefix()), registry);
  }
}
