package io.entdb.archiver.health;

import io.entdb.archiver.wiring.ArchiverSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while the brokers answer. A log that nobody has created yet is empty, not broken. */
@Readiness
@Singleton
public class LogCheck implements HealthCheck {
  private final Admin admin;
  private final String topic;

  @Inject
  LogCheck(Admin admin, ArchiverSettings settings) {
    this.admin = admin;
    this.topic = settings.wal().topic();
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder wal = HealthCheckResponse.named("wal").withData("topic", topic);
    try {
      boolean created = admin.listTopics().names().get().contains(topic);
      return wal.up().withData("created", created).build();
    } catch (ExecutionException e) {
      return wal.down().withData("reason", e.getMessage()).build();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return wal.down().withData("reason", "interrupted").build();
    }
  }
}
