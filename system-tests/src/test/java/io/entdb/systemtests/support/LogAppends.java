package io.entdb.systemtests.support;

import io.entdb.localstack.LocalStack;
import io.entdb.model.WalPosition;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Appends to the log past all gateways: what a faulty one might do. */
public final class LogAppends implements AutoCloseable {
  private final KafkaProducer<String, byte[]> producer;

  private LogAppends(KafkaProducer<String, byte[]> producer) {
    this.producer = producer;
  }

  public static LogAppends to(LocalStack stack) {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", stack.kafkaBootstrap(), "acks", "all");
    return new LogAppends(
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer()));
  }

  /** Appends one record and waits until it is there. */
  public WalPosition append(int partition, String key, byte[] value)
      throws InterruptedException, ExecutionException {
    long offset =
        producer.send(new ProducerRecord<>(WholeLog.TOPIC, partition, key, value)).get().offset();
    return new WalPosition(partition, WalPosition.n(0, offset));
  }

  @Override
  public void close() {
    producer.close();
  }
}
