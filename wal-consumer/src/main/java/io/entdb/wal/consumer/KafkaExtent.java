package io.entdb.wal.consumer;

import io.entdb.model.WalPosition;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Asks the brokers through Kafka's admin client, which several threads may share. */
final class KafkaExtent implements WalExtent {
  private final KafkaWalSettings settings;
  private final Admin admin;

  KafkaExtent(KafkaWalSettings settings, Admin admin) {
    this.settings = settings;
    this.admin = admin;
  }

  @Override
  public int partitionCount() throws WalUnavailableException {
    String topic = settings.topic();
    var descriptions = get(admin.describeTopics(List.of(topic)).allTopicNames());
    return Objects.requireNonNull(descriptions.get(topic), topic).partitions().size();
  }

  @Override
  public Map<Integer, Long> endN(Collection<Integer> partitions) throws WalUnavailableException {
    return offsets(partitions, OffsetSpec.latest());
  }

  @Override
  public Map<Integer, Long> beginningN(Collection<Integer> partitions)
      throws WalUnavailableException {
    return offsets(partitions, OffsetSpec.earliest());
  }

  private Map<Integer, Long> offsets(Collection<Integer> partitions, OffsetSpec spec)
      throws WalUnavailableException {
    var question = new HashMap<TopicPartition, OffsetSpec>();
    partitions.forEach(p -> question.put(new TopicPartition(settings.topic(), p), spec));
    var answer = new HashMap<Integer, Long>();
    Map<TopicPartition, ListOffsetsResultInfo> offsets = get(admin.listOffsets(question).all());
    offsets.forEach(
        (partition, info) ->
            answer.put(partition.partition(), WalPosition.n(settings.epoch(), info.offset())));
    return answer;
  }

  private static <T> T get(KafkaFuture<T> future) throws WalUnavailableException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new WalUnavailableException("the brokers did not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WalUnavailableException("interrupted while asking the brokers", e);
    }
  }
}
