package io.entdb.gateway.grpc;

import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.entdb.gateway.health.HealthCheck;
import io.entdb.grpc.v1.EntDBServiceGrpc;
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Tells those who ask {@code grpc.health.v1} what the gateway's own probes tell. */
@Startup
@ApplicationScoped
public class HealthRelay {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final HealthCheck health;
  private final GrpcHealthStorage storage;
  private final Thread relaying = Thread.ofVirtual().name("grpc-health").unstarted(this::relay);

  HealthRelay(HealthCheck health, GrpcHealthStorage storage) {
    this.health = health;
    this.storage = storage;
  }

  @PostConstruct
  void start() {
    relaying.start();
  }

  @PreDestroy
  void stop() {
    relaying.interrupt();
  }

  private void relay() {
    try {
      while (true) {
        ServingStatus status =
            health.report().ready() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        storage.setStatus(GrpcHealthStorage.DEFAULT_SERVICE_NAME, status);
        storage.setStatus(EntDBServiceGrpc.SERVICE_NAME, status);
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
