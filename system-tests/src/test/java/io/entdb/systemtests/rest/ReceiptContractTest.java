package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.SharedStack;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class ReceiptContractTest {
  private Rest rest;

  @BeforeEach
  void freshTenant(LocalStack stack) {
    rest = Rest.fresh(stack);
    rest.note("{'key':'taken'}");
  }

  private static String plan(String key, String payload) {
    return "{'idempotency_key':'"
        + key
        + "','operations':[{'op':'create_node','type_id':7,'payload':"
        + payload
        + "}]}";
  }

  @Test
  void anAppliedPlanHasItsResults() {
    Answer written = rest.post("/v1/atomic", plan("k", "{}")).require(200);
    JsonNode receipt = rest.get("/v1/receipts/k").require(200).json();
    assertThat(receipt.path("status").asText()).isEqualTo("APPLIED");
    assertThat(receipt.path("results").path(0).path("node_id").asText())
        .isEqualTo(written.nodeId());
    assertThat(receipt.path("wal_position").asText()).isEqualTo(written.position());
  }

  @Test
  void aPlanThatWasRefusedLaterHasItsError() {
    rest.post("/v1/atomic", plan("r", "{'key':'taken'}")).require(200);
    JsonNode receipt = rest.get("/v1/receipts/r").require(200).json();
    assertThat(receipt.path("status").asText()).isEqualTo("REJECTED");
    assertThat(receipt.at("/error/code").asText()).isEqualTo("UNIQUE_VIOLATION");
  }

  @Test
  void aKeyThatNobodyUsedIsUnknown() {
    assertThat(rest.get("/v1/receipts/never").require(200).json().path("status").asText())
        .isEqualTo("UNKNOWN");
  }

  @Test
  void aReceiptIsOfItsTenantOnly() {
    rest.post("/v1/atomic", plan("k", "{}")).require(200);
    Rest other = new Rest(rest.client(), rest.tenant() + "-2", Rest.ALICE);
    other.get("/v1/receipts/k").requireError(404, "NOT_FOUND");
    other.note("{}");
    assertThat(other.get("/v1/receipts/k").require(200).json().path("status").asText())
        .isEqualTo("UNKNOWN");
  }
}
