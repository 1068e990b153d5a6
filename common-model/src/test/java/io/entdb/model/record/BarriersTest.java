package io.entdb.model.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BarriersTest {
  @Test
  void barriersAreFoundAmongRecords() throws Exception {
    WalRecord barrier = record("k".repeat(200), new Operation.Barrier());

    assertThat(RecordCodec.decode(RecordCodec.encode(barrier))).isEqualTo(barrier);
    assertThat(Barriers.isBarrier(RecordCodec.encode(barrier))).isTrue();
    assertThat(
            Barriers.isBarrier(
                RecordCodec.encode(
                    record("k", new Operation.SetTenantStatus(TenantStatus.ACTIVE)))))
        .isFalse();
    assertThat(Barriers.isBarrier(new byte[] {(byte) 0xff, 1})).isFalse();
    assertThat(Barriers.isBarrier(new byte[5_000])).isFalse();
  }

  private static WalRecord record(String key, Operation operation) {
    return new WalRecord(
        1,
        new TenantId("t".repeat(64)),
        Long.MAX_VALUE,
        new Principal("system:" + "x".repeat(100)),
        new Authority.Privileged(),
        new IdempotencyKey(key),
        new RequestHash(new byte[32]),
        "f".repeat(64),
        List.of(operation));
  }
}
