package io.entdb.gateway.wiring;

import io.entdb.follower.Follower;
import io.entdb.wal.consumer.KafkaWal;
import io.entdb.wal.producer.WalTopic;
import io.entdb.wal.producer.WalWriter;

/** What a gateway has open while it is connected to the log. */
record Connection(WalTopic topic, KafkaWal wal, Follower follower, WalWriter writer)
    implements AutoCloseable {
  /** Writes that are on their way end first; the follower notes where it stands. */
  @Override
  public void close() {
    writer.close();
    follower.close();
    wal.close();
  }
}
