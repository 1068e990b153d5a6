package io.entdb.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.IdempotencyKey;
import io.entdb.model.NodeId;
import io.entdb.model.TenantId;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class NodeIdsTest {
  private static NodeIds ids(String tenant, String key) {
    return new NodeIds(new TenantId(tenant), new IdempotencyKey(key));
  }

  @Test
  void areTheSameForEver() {
    assertThat(ids("acme", "k1").of(0).value()).isEqualTo("n_iw6t3ukolowtk4fsd75v4dipfg");
  }

  @Test
  void areAsShortAsPromised() {
    assertThat(ids("acme", "k1").of(9_999).value()).matches("n_[a-z2-7]{26}");
  }

  @Test
  void differWithTenantKeyAndIndex() {
    var seen = new HashSet<NodeId>();
    for (String tenant : new String[] {"a", "b"}) {
      for (String key : new String[] {"k", "k1"}) {
        for (int index = 0; index < 20; index++) {
          assertThat(seen.add(ids(tenant, key).of(index))).isTrue();
        }
      }
    }
  }
}
