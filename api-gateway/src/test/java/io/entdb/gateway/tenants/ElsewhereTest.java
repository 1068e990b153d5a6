package io.entdb.gateway.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.TenantId;
import io.entdb.model.json.JsonWriter;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ElsewhereTest {
  private static Elsewhere of(int tenants) {
    var nodes = new TreeMap<TenantId, String>();
    for (int i = 0; i < tenants; i++) {
      nodes.put(new TenantId("t%02d".formatted(i)), i % 2 == 0 ? "a" : "b");
    }
    return new Elsewhere(nodes);
  }

  @Test
  void tenantsAreNamedWithTheirNodes() {
    assertThat(of(0).isEmpty()).isTrue();
    assertThat(of(0).toHeader()).isEmpty();
    assertThat(of(2).toHeader()).isEqualTo("t00=a,t01=b");
    assertThat(JsonWriter.canonical(of(2).toJson()))
        .isEqualTo(
            "[{\"node\":\"a\",\"tenant_id\":\"t00\"},{\"node\":\"b\",\"tenant_id\":\"t01\"}]");
  }

  @Test
  void aHeaderStaysShortAndSaysThatThereIsMore() {
    assertThat(of(32).toHeader()).endsWith("t31=b");
    assertThat(of(33).toHeader()).endsWith("t31=b,...").doesNotContain("t32");
    assertThat(JsonWriter.canonical(of(33).toJson())).contains("t32");
  }
}
