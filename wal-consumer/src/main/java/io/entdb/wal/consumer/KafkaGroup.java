package io.entdb.wal.consumer;

import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/** A tail over the partitions that Kafka's group coordinator deals out. */
final class KafkaGroup implements WalGroup {
  private final KafkaWalSettings settings;
  private final Consumer<byte[], byte[]> consumer;
  private final KafkaTail tail;

  /** Assigned, whether followed or not. */
  private final Set<Integer> assigned = new HashSet<>();

  private final Set<Integer> followed = new HashSet<>();
  private final Set<Integer> paused = new HashSet<>();

  KafkaGroup(KafkaWalSettings settings, Consumer<byte[], byte[]> consumer) {
    this.settings = settings;
    this.consumer = consumer;
    this.tail = new KafkaTail(settings, consumer);
  }

  @Override
  public void join(Ownership ownership) {
    consumer.subscribe(List.of(settings.topic()), new Dealing(ownership));
  }

  @Override
  public void follow(int partition, long nextN, int leaderEpoch) {
    if (assigned.contains(partition)) {
      followed.add(partition);
      tail.seek(partition, nextN, leaderEpoch);
      letFlow(partition);
    }
  }

  @Override
  public void unfollow(int partition) {
    if (followed.remove(partition)) {
      tail.pause(partition);
    }
  }

  @Override
  public void pause(int partition) {
    if (assigned.contains(partition)) {
      paused.add(partition);
      tail.pause(partition);
    }
  }

  @Override
  public void resume(int partition) {
    if (paused.remove(partition)) {
      letFlow(partition);
    }
  }

  private void letFlow(int partition) {
    if (followed.contains(partition) && !paused.contains(partition)) {
      tail.resume(partition);
    }
  }

  @Override
  public List<LogEntry> poll(Duration timeout)
      throws WalTruncatedException, WalUnavailableException {
    try {
      return tail.poll(timeout);
    } catch (WalTruncatedException e) {
      followed.remove(e.partition());
      throw e;
    }
  }

  @Override
  public long nextN(int partition) {
    return tail.nextN(partition);
  }

  @Override
  public void reportProgress(Map<Integer, Long> nextN) {
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    nextN.forEach(
        (partition, n) -> {
          if (assigned.contains(partition) && WalPosition.epochOf(n) == settings.epoch()) {
            offsets.put(
                tail.topicPartition(partition), new OffsetAndMetadata(WalPosition.offsetOf(n)));
          }
        });
    if (!offsets.isEmpty()) {
      commit(offsets);
    }
  }

  private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    try {
      consumer.commitAsync(offsets, null);
    } catch (WakeupException e) {
      consumer.wakeup(); // It was meant for a poll; this looked for the coordinator meanwhile.
    } catch (InterruptException e) {
      throw e; // The thread is to end; it still carries the interrupt.
    } catch (KafkaException e) {
      // The next poll finds the same and says so.
      System.getLogger(KafkaGroup.class.getName())
          .log(System.Logger.Level.DEBUG, "progress could not be told", e);
    }
  }

  @Override
  public void wakeup() {
    tail.wakeup();
  }

  @Override
  public void close() {
    tail.close();
  }

  /** What the coordinator decides. */
  private final class Dealing implements ConsumerRebalanceListener {
    private final Ownership ownership;

    private Dealing(Ownership ownership) {
      this.ownership = ownership;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        assigned.add(partition.partition());
        // Any position will do, or the consumer would ask for the committed one and fail.
        tail.seek(partition.partition(), WalPosition.n(settings.epoch(), 0), -1);
        consumer.pause(List.of(partition));
        ownership.assigned(partition.partition());
      }
      ownership.dealt();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        forget(partition.partition());
        ownership.revoked(partition.partition());
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        forget(partition.partition());
        ownership.lost(partition.partition());
      }
    }

    private void forget(int partition) {
      assigned.remove(partition);
      followed.remove(partition);
      paused.remove(partition);
      tail.forget(partition);
    }
  }
}
