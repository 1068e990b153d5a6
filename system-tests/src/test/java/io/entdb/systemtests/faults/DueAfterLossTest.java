package io.entdb.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.Manifests;
import io.entdb.systemtests.support.SharedStack;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: what is due comes to pass though nobody remembers it but a checkpoint. Method: a deletion
 * is asked for, a checkpoint tells when it is due, the applier is killed and loses its disk, and no
 * record of the directory follows that would have its successor look.
 */
@ExtendWith(SharedStack.class)
final class DueAfterLossTest {
  private static final long GRACE_MS = 40_000;

  @Test
  void aDeletionIsCarriedOutByAnApplierThatLostItsDisk(LocalStack stack) {
    Client client = Client.of(stack.rest());
    String id = "u-" + UUID.randomUUID();
    String user = "{\"user_id\":\"%s\",\"email\":\"%s@x\",\"name\":\"U\"}".formatted(id, id);
    send(client, "POST", "/v1/users", "", BodyPublishers.ofString(user)).require(201);
    JsonNode asked =
        send(client, "DELETE", "/v1/users/" + id, "grace_ms=" + GRACE_MS, BodyPublishers.noBody())
            .require(200)
            .json();
    long deleteAt = asked.path("delete_at").asLong();
    Await.until(
        "a checkpoint tells of the deletion",
        Duration.ofSeconds(20),
        () ->
            Manifests.newestMark(stack, 0, "_system")
                .filter(mark -> mark.path("due_at_ms").asLong() == deleteAt)
                .isPresent());

    stack.kill9(Part.APPLIER);
    stack.loseDisk(Part.APPLIER);
    stack.restart(Part.APPLIER);

    assertThat(status(client, id)).isEqualTo("pending_deletion");
    Await.until(
        "the user is deleted", Duration.ofSeconds(90), () -> status(client, id).equals("deleted"));
  }

  private static String status(Client client, String id) {
    return send(client, "GET", "/v1/users/" + id, "", BodyPublishers.noBody())
        .require(200)
        .json()
        .path("status")
        .asText();
  }

  private static Answer send(
      Client client, String method, String path, String query, BodyPublisher body) {
    return client.send(method, path, query, Map.of("X-Actor", Client.ACTOR), body);
  }
}
