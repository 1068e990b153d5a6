package io.entdb.wal.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.WalPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Kafka's consumer throws out of telling progress while the broker is away. */
final class KafkaGroupTest {
  private static final TopicPartition PARTITION = new TopicPartition("log", 1);

  /** Looks for the coordinator before it commits, as the real one does when it knows none. */
  private static final class Lost extends MockConsumer<byte[], byte[]> {
    boolean isWoken;
    @Nullable RuntimeException refusal;

    Lost() {
      super("earliest");
    }

    @Override
    public synchronized void wakeup() {
      isWoken = true;
    }

    @Override
    public synchronized void commitAsync(
        Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
      if (isWoken) {
        isWoken = false;
        throw new WakeupException();
      }
      if (refusal != null) {
        throw refusal;
      }
      super.commitAsync(offsets, callback);
    }
  }

  private final Lost consumer = new Lost();
  private final KafkaGroup group =
      new KafkaGroup(
          new KafkaWalSettings("127.0.0.1:1", "log", 0, Duration.ofSeconds(1), Map.of()), consumer);

  private void join() {
    group.join(
        new WalGroup.Ownership() {
          @Override
          public void assigned(int partition) {}

          @Override
          public void revoked(int partition) {}

          @Override
          public void lost(int partition) {}
        });
    consumer.rebalance(List.of(PARTITION));
  }

  private void reportProgress() {
    group.reportProgress(Map.of(1, WalPosition.n(0, 7)));
  }

  @Test
  void aWakeupThatMeetsTheCommitIsKeptForThePoll() {
    join();
    group.wakeup();
    reportProgress();
    assertThat(consumer.isWoken).isTrue();
  }

  @Test
  void refusedProgressIsNoFailure() {
    join();
    consumer.refusal = new InvalidGroupIdException("no");
    reportProgress();
    consumer.refusal = null;
    reportProgress();
    assertThat(consumer.committed(Set.of(PARTITION))).containsValue(new OffsetAndMetadata(7));
  }
}
