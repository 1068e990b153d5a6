package io.entdb.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.objects.InMemoryObjectStore;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStoreException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MeteredObjectsTest {
  private static final ObjectName NAME = new ObjectName("log/a");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final InMemoryObjectStore store = new InMemoryObjectStore(InstantSource.system());
  private final MeteredObjects objects = new MeteredObjects(store, registry);

  private double calls(String operation, String outcome) {
    return registry
        .get("entdb_s3_requests_total")
        .tags("operation", operation, "outcome", outcome)
        .counter()
        .count();
  }

  private double bytes(String name) {
    return registry.get(name).counter().count();
  }

  @Test
  void countsCallsAndBytesByOperation(@TempDir Path folder) throws Exception {
    assertThat(calls("put", "ok")).as("from the start").isZero();
    Path file = Files.writeString(folder.resolve("b"), "hello");
    assertThat(objects.putIfAbsent(NAME, new byte[10])).isTrue();
    assertThat(objects.putIfAbsent(new ObjectName("log/b"), file)).isTrue();
    assertThat(objects.get(NAME)).isPresent();
    assertThat(objects.getRange(NAME, 2, 3)).isPresent();
    assertThat(objects.list("log/", "")).hasSize(2);
    objects.delete(NAME);
    assertThat(objects.head(NAME)).isEmpty();

    assertThat(calls("put", "ok")).isEqualTo(2);
    for (String operation : new String[] {"get", "get_range", "list", "delete", "head"}) {
      assertThat(calls(operation, "ok")).as(operation).isEqualTo(1);
    }
    assertThat(bytes("entdb_s3_sent_bytes_total")).isEqualTo(15);
    assertThat(bytes("entdb_s3_received_bytes_total")).isEqualTo(13);
    assertThat(registry.get("entdb_s3_upload_duration_seconds").timer().count()).isEqualTo(2);
  }

  @Test
  void countsWhatFails() {
    store.setFaults((verb, name) -> InMemoryObjectStore.Fault.BEFORE);
    assertThatThrownBy(() -> objects.putIfAbsent(NAME, new byte[10]))
        .isInstanceOf(ObjectStoreException.class);
    assertThat(calls("put", "unavailable")).isEqualTo(1);
    assertThat(calls("put", "ok")).isZero();
    assertThat(bytes("entdb_s3_sent_bytes_total")).isZero();
  }
}
