package io.entdb.snapshotter.health;

import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while the bucket answers: without it there is nothing that this service could do. */
@Readiness
@Singleton
public class BucketCheck implements HealthCheck {
  private final ObjectStore objects;

  @Inject
  BucketCheck(ObjectStore objects) {
    this.objects = objects;
  }

  @Override
  public HealthCheckResponse call() {
    try {
      objects.listPage("log/", "", 1);
      return HealthCheckResponse.up("s3");
    } catch (ObjectStoreException e) {
      return HealthCheckResponse.named("s3").down().withData("reason", e.getMessage()).build();
    }
  }
}
