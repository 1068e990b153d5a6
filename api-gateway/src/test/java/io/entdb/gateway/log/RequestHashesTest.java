package io.entdb.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.gateway.api.Caller;
import io.entdb.model.TenantId;
import io.entdb.model.json.JsonReader;
import io.entdb.model.record.RequestHash;
import org.junit.jupiter.api.Test;

class RequestHashesTest {
  private static final TenantId ACME = new TenantId("acme");

  private static RequestHash hash(String actor, TenantId tenant, String operations) {
    return RequestHashes.of(
        Caller.asserted(actor), tenant, "operations", JsonReader.read(operations, 8));
  }

  @Test
  void isTheSameForEver() {
    // Golden: a retry may reach a newer gateway, and must be known for a retry there.
    assertThat(hash("user:alice", ACME, "[{\"op\":\"delete_node\",\"node_id\":\"n1\"}]"))
        .hasToString("60a9e9b838e09a468aaf2f49c9a4601afd1d01d2e7362f9ca16a3ec720e4448c");
  }

  @Test
  void orderOfKeysAndWhiteSpaceDoNotCount() {
    assertThat(hash("alice", ACME, "[{\"a\":1.0,\"b\":2}]"))
        .isEqualTo(hash("user:alice", ACME, " [ { \"b\" : 2 , \"a\" : 1 } ] "));
  }

  @Test
  void actorTenantAndContentCount() {
    RequestHash one = hash("user:alice", ACME, "[1]");
    assertThat(hash("user:bob", ACME, "[1]")).isNotEqualTo(one);
    assertThat(hash("user:alice", new TenantId("other"), "[1]")).isNotEqualTo(one);
    assertThat(hash("user:alice", ACME, "[2]")).isNotEqualTo(one);
  }
}
