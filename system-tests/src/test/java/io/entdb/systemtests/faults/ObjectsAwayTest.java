package io.entdb.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.Metrics;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.SharedStack;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
final class ObjectsAwayTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Those that can do nothing without objects. */
  private static final List<Part> UNREADY = List.of(Part.APPLIER, Part.ARCHIVER, Part.SNAPSHOTTER);

  private LocalStack stack;

  @BeforeEach
  void take(LocalStack shared) {
    stack = shared;
  }

  @AfterEach
  void bringTheObjectsBack() {
    if (!stack.isRunning(Part.OBJECT_SERVER)) {
      stack.restart(Part.OBJECT_SERVER);
    }
  }

  /**
   * Goal: without S3 clients lose nothing, and everybody says what is wrong and when it is over.
   * Method: the S3 server is killed and started again; health and metrics are watched.
   */
  @Test
  void clientsGoOnAndOperatorsAreTold() {
    Client client = Client.of(stack.rest());
    Answer before =
        client.atomic(Plan.of("s3-away").create("before", 1).waitApplied()).require(200);
    stack.kill9(Part.OBJECT_SERVER);

    client.atomic(Plan.of("s3-away").create("meanwhile", 2).waitApplied()).require(200);
    client.node("s3-away", before.nodeId(), "").require(200);
    Await.until("the gateway misses S3", SOON, () -> s3().equals("unhealthy"));
    assertThat(health().path("status").asText()).isEqualTo("degraded");
    for (Part service : UNREADY) {
      Await.until(service + " is not ready", SOON, () -> readiness(service) == 503);
      Await.until(service + " shows that", SOON, () -> metrics(service).sum("entdb_ready") == 0);
    }
    assertThat(metrics(Part.GATEWAY).sum("entdb_ready")).as("it serves").isEqualTo(1);
    assertThat(metrics(Part.GATEWAY).sum("entdb_s3_requests_total", "unavailable")).isPositive();

    stack.restart(Part.OBJECT_SERVER);
    Await.until("the gateway has S3 again", SOON, () -> s3().equals("healthy"));
    for (Part service : UNREADY) {
      Await.until(service + " is ready", SOON, () -> readiness(service) == 200);
      Await.until(service + " shows that", SOON, () -> metrics(service).sum("entdb_ready") == 1);
    }
  }

  private JsonNode health() {
    return Client.of(stack.rest()).get("", "/health", "").json();
  }

  private String s3() {
    return health().path("components").path("s3").asText();
  }

  private int readiness(Part service) {
    return Client.of(stack.management(service)).get("", "/health/ready", "").status();
  }

  private Metrics metrics(Part service) {
    return Metrics.of(stack, service);
  }
}
