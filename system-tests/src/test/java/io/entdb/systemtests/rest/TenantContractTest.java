package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class TenantContractTest {
  private Rest admin;
  private String id;

  @BeforeEach
  void freshName(LocalStack stack) {
    admin = new Rest(Rest.fresh(stack).client(), "", Rest.ADMIN);
    id = "c-" + UUID.randomUUID();
  }

  @Test
  void aTenantIsCreatedOnce() {
    String body = "{'tenant_id':'" + id + "','name':'Crème','owner':'alice'}";
    JsonNode created = admin.post("/v1/tenants", body).require(201).json();
    assertThat(created.path("tenant_id").asText()).isEqualTo(id);
    assertThat(created.path("name").asText()).isEqualTo("Crème");
    assertThat(created.path("owner").asText()).isEqualTo("user:alice");
    assertThat(created.path("created_at").asLong()).isPositive();
    admin.post("/v1/tenants", body).requireError(409, "CONFLICT");
    assertThat(admin.get("/v1/tenants/" + id).require(200).json()).isEqualTo(created);
  }

  @Test
  void aCreatedTenantTakesWrites() {
    admin.post("/v1/tenants", "{'tenant_id':'" + id + "'}").require(201);
    new Rest(admin.client(), id, Rest.ALICE).note("{}");
  }

  @Test
  void onlyPrivilegedActorsCreate() {
    admin
        .as(Rest.ALICE)
        .post("/v1/tenants", "{'tenant_id':'" + id + "'}")
        .requireError(403, "FORBIDDEN");
  }

  @Test
  void namesHaveAForm() {
    for (String bad : List.of("", "_system", "-x", "a/b", "ä", "x".repeat(65))) {
      admin.post("/v1/tenants", "{'tenant_id':'" + bad + "'}").requireError(400, "INVALID_REQUEST");
    }
    admin.post("/v1/tenants", "{'name':'x'}").requireError(400, "INVALID_REQUEST");
    admin
        .post("/v1/tenants", "{'tenant_id':'" + id + "','owner':'group:x'}")
        .requireError(400, "VALIDATION_ERROR");
  }

  @Test
  void aTenantThatIsNotThereIsNotFound() {
    admin.get("/v1/tenants/" + id).requireError(404, "NOT_FOUND");
  }

  @Test
  void tenantsAreListedToThoseWhoMaySeeThem() {
    for (int i = 0; i < 3; i++) {
      admin
          .post("/v1/tenants", "{'tenant_id':'" + id + i + "','owner':'user:" + id + "'}")
          .require(201);
    }
    var own = new ArrayList<String>();
    for (JsonNode page : admin.as("user:" + id).pages("/v1/tenants?page_size=2")) {
      own.addAll(Rest.texts(page.path("tenants"), "tenant_id"));
    }
    assertThat(own).containsExactly(id + "0", id + "1", id + "2");
    var all = new ArrayList<String>();
    for (JsonNode page : admin.pages("/v1/tenants?page_size=2")) {
      all.addAll(Rest.texts(page.path("tenants"), "tenant_id"));
    }
    assertThat(all).containsAll(own).isSorted().doesNotHaveDuplicates();
  }
}
