package io.entdb.gateway.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.TenantId;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class DirectoryTest {
  @Test
  void tenantsSpreadOverAllPartitionsButTheDirectorys() {
    var used = new HashSet<Integer>();
    for (int i = 0; i < 500; i++) {
      int partition = Directory.partitionFor(new TenantId("tenant-" + i), 8);
      assertThat(partition).isBetween(1, 7);
      used.add(partition);
    }
    assertThat(used).hasSize(7);
  }

  @Test
  void twoPartitionsAreEnough() {
    assertThat(Directory.partitionFor(new TenantId("acme"), 2)).isEqualTo(1);
  }
}
