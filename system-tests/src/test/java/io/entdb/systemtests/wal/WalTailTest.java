package io.entdb.systemtests.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.wal.consumer.KafkaWal;
import io.entdb.wal.consumer.KafkaWalSettings;
import io.entdb.wal.consumer.WalTail;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WalTailTest {
  /** Nobody listens there. */
  private static final String NO_BROKER = "127.0.0.1:9";

  /** Goal: a tail that follows nothing yet delivers nothing, as every follower begins like that. */
  @Test
  void aTailThatFollowsNothingDeliversNothing() throws Exception {
    var settings =
        new KafkaWalSettings(
            NO_BROKER, "entdb-wal", 0, KafkaWalSettings.METADATA_INTERVAL_DEFAULT, Map.of());
    try (KafkaWal wal = KafkaWal.open(settings);
        WalTail tail = wal.tail()) {
      assertThat(tail.poll(Duration.ofMillis(100))).isEmpty();
      tail.wakeup();
      assertThat(tail.poll(Duration.ofMillis(100))).isEmpty();
    }
  }
}
