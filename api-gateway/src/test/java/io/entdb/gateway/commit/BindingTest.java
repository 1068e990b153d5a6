package io.entdb.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.NodeId;
import io.entdb.model.record.NodeRef;
import org.junit.jupiter.api.Test;

class BindingTest {
  @Test
  void aReferenceIsAnIdOrAnAlias() {
    assertThat(Binding.ref("p", "n1")).isEqualTo(new NodeRef.ById(new NodeId("n1")));
    assertThat(Binding.ref("p", "$a")).isEqualTo(new NodeRef.ByAlias("a"));
    assertThat(Binding.ref("p", "$a.id")).isEqualTo(new NodeRef.ByAlias("a"));
  }
}
