package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part.Kind;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Client;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Has a stack of its own, because only here the gateway has an admin token. */
class AdminContractTest {
  private static LocalStack stack;
  private static Client client;

  @BeforeAll
  static void startStack() {
    stack =
        LocalStack.builder()
            .only(Kind.BROKER, Kind.OBJECT_SERVER, Kind.GATEWAY)
            .environment(Kind.GATEWAY, "ENTDB_ADMIN_TOKEN", "right")
            .environment(Kind.GATEWAY, "ENTDB_AUTO_CREATE_TENANTS", "false")
            .start();
    client = Client.of(stack.rest());
  }

  @AfterAll
  static void stopStack() {
    stack.close();
  }

  private static Answer parked(Map<String, String> headers) {
    return client.send("GET", "/admin/parked", "", headers, BodyPublishers.noBody());
  }

  @Test
  void parkedTenantsAreForOperators() {
    Answer answer = parked(Map.of("Authorization", "Bearer right")).require(200);
    assertThat(answer.json().path("parked").isArray()).isTrue();
    parked(Map.of()).requireError(401, "UNAUTHORIZED");
    parked(Map.of("Authorization", "Bearer wrong")).requireError(401, "UNAUTHORIZED");
    parked(Map.of("Authorization", "Basic right")).requireError(401, "UNAUTHORIZED");
  }

  @Test
  void whereTenantsAreNotMadeByTheirFirstWriteTheyMustBeCreated() {
    Rest rest = new Rest(client, "made", Rest.ALICE);
    rest.put("/v1/schema", "{}").requireError(404, "NOT_FOUND");
    rest.commit("{'op':'create_node','type_id':1}").requireError(404, "NOT_FOUND");
    new Rest(client, "", Rest.ADMIN)
        .post("/v1/tenants", "{'tenant_id':'made','owner':'alice'}")
        .require(201);
    rest.put("/v1/schema", "{'node_types':[{'type_id':1}]}").require(200);
    rest.commit("{'op':'create_node','type_id':1}").require(200);
  }
}
