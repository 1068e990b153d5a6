package io.entdb.wal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryWalTest extends WalContract {
  @Override
  protected Log open() {
    var wal = new InMemoryWal(3);
    return new Log() {
      @Override
      public WalTail tail() {
        return wal.tail();
      }

      @Override
      public WalRange range() {
        return wal;
      }

      @Override
      public WalExtent extent() {
        return wal;
      }

      @Override
      public long append(int partition, String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return wal.append(partition, key, bytes, 0).position().n();
      }

      @Override
      public void forgetBefore(int partition, long n) {
        wal.forgetBefore(partition, n);
      }

      @Override
      public void addPartitions(int count) {
        wal.addPartitions(count);
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void recordsLostAtTheEndAreNoticedByTheirLeaderEpoch() throws Exception {
    var wal = new InMemoryWal(1);
    wal.append(0, "key", new byte[0], 0);
    long n = wal.append(0, "key", new byte[0], 0).position().n();
    wal.cut(0, n);
    wal.append(0, "key", new byte[0], 0);
    wal.append(0, "key", new byte[0], 0);
    InMemoryTail tail = wal.tail();

    tail.follow(0, n + 1, 0);
    assertThatThrownBy(() -> tail.poll(Duration.ZERO)).isInstanceOf(WalTruncatedException.class);
    tail.follow(0, n + 1, WalTail.LEADER_EPOCH_UNKNOWN);
    assertThat(tail.poll(Duration.ZERO)).hasSize(1);
  }

  @Test
  void redeliveryBringsTheLastRecordsAgain() throws Exception {
    var wal = new InMemoryWal(1);
    for (int i = 0; i < 5; i++) {
      wal.append(0, "key", new byte[0], 0);
    }
    InMemoryTail tail = wal.tail();
    tail.follow(0, 0, WalTail.LEADER_EPOCH_UNKNOWN);
    tail.setBatchMax(4);
    assertThat(tail.poll(Duration.ZERO)).hasSize(4);
    tail.redeliver(0, 2);
    assertThat(tail.poll(Duration.ZERO)).hasSize(3);
  }
}
