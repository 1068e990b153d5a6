package io.entdb.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class LogEpochsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final ObjectName FIRST = new ObjectName("log/epochs/00000.json");

  private final InMemoryObjectStore objects = new InMemoryObjectStore();
  private final LogEpochs epochs = new LogEpochs(objects, InstantSource.fixed(NOW));

  @Test
  void theFirstServiceBeginsEpochZero() throws Exception {
    LogEpoch epoch = epochs.bind("entdb-wal", "id-a");

    assertThat(epoch).isEqualTo(new LogEpoch(0, "entdb-wal", "id-a", NOW));
    assertThat(epochs.newest()).hasValue(epoch);
    assertThat(new String(objects.get(FIRST).orElseThrow(), UTF_8))
        .isEqualTo(
            "{\"epoch\":0,\"topic\":\"entdb-wal\",\"topic_id\":\"id-a\",\"created_at\":\"2026-01-02T03:04:05Z\"}");
  }

  @Test
  void laterServicesAgreeWithTheFirst() throws Exception {
    epochs.bind("entdb-wal", "id-a");
    var later = new LogEpochs(objects, InstantSource.fixed(NOW.plusSeconds(5)));

    assertThat(later.bind("entdb-wal", "id-a"))
        .isEqualTo(new LogEpoch(0, "entdb-wal", "id-a", NOW));
  }

  @Test
  void anotherTopicIsRefusedWithBothIds() throws Exception {
    epochs.bind("entdb-wal", "id-a");

    assertThatThrownBy(() -> epochs.bind("entdb-wal", "id-b"))
        .isInstanceOf(LogEpochMismatchException.class)
        .hasMessageContaining("id-a")
        .hasMessageContaining("id-b")
        .hasMessageContaining("entdb log new-epoch");
    assertThatThrownBy(() -> epochs.bind("other-wal", "id-a"))
        .isInstanceOf(LogEpochMismatchException.class);
  }

  @Test
  void aNewEpochReplacesTheOldOneForGood() throws Exception {
    epochs.bind("entdb-wal", "id-a");

    assertThat(epochs.newEpoch("entdb-wal", "id-b").number()).isEqualTo(1);
    assertThat(epochs.newEpoch("entdb-wal", "id-b").number()).isEqualTo(1);

    assertThat(epochs.bind("entdb-wal", "id-b").number()).isEqualTo(1);
    assertThatThrownBy(() -> epochs.bind("entdb-wal", "id-a"))
        .isInstanceOf(LogEpochMismatchException.class);
    assertThatThrownBy(() -> epochs.newEpoch("entdb-wal", "id-a"))
        .isInstanceOf(LogEpochMismatchException.class);
    assertThat(epochs.all()).hasSize(2);
  }

  @Test
  void aDamagedEpochIsNamed() throws Exception {
    epochs.bind("entdb-wal", "id-a");
    for (String damaged : new String[] {"", "{", "{\"epoch\":0}", "{\"epoch\":[1]}"}) {
      objects.damage(FIRST, damaged.getBytes(UTF_8));

      assertThatThrownBy(epochs::newest)
          .isInstanceOf(ObjectCorruptException.class)
          .hasMessageContaining("log/epochs/00000.json");
    }
  }

  @Test
  void lostEpochsAreNotBegunAgain() throws Exception {
    objects.putIfAbsent(new ObjectName("archive/p=0/00000000000000000000.index.json"), new byte[1]);
    assertThatThrownBy(() -> epochs.bind("entdb-wal", "id-1"))
        .isInstanceOf(LogEpochMismatchException.class)
        .hasMessageContaining("log/epochs/");
    assertThat(objects.list("log/", "")).isEmpty();
  }
}
