package io.entdb.archiver.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.archiver.copy.Rig.Instance;
import io.entdb.backup.archive.Archive;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RecordCodec;
import io.entdb.model.record.RequestHash;
import io.entdb.model.record.WalRecord;
import io.entdb.objects.InMemoryObjectStore.Fault;
import io.entdb.objects.InMemoryObjectStore.Faults;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LogCopierTest {
  private final Rig rig = new Rig(1);

  @Test
  void writesWhenASegmentIsOldOrLargeOrAtABarrier() {
    Instance archiver = rig.started();
    rig.append(0, "acme", "a");
    rig.steps(archiver, 3);
    assertThat(rig.noted.written).isEmpty();

    rig.nowMs += 20_000;
    rig.steps(archiver, 3);
    assertThat(rig.noted.written).hasSize(1);
    assertThat(archiver.tail().reported()).containsEntry(0, 1L);

    for (int i = 0; i < 20; i++) {
      rig.append(0, "acme", "");
    }
    rig.steps(archiver, 3);
    assertThat(rig.noted.written).hasSize(2);

    rig.append(0, "acme", "z".repeat(400));
    rig.steps(archiver, 3);
    assertThat(rig.noted.written).hasSize(3);

    rig.wal.append(0, "acme", barrier(), rig.nowMs);
    rig.steps(archiver, 3);
    assertThat(rig.noted.written).hasSize(4);
    assertThat(archiver.copier().statuses().getFirst().lagRecords()).isZero();
  }

  @Test
  void anotherProcessGoesOnWhereTheArchiveEnds() throws Exception {
    Instance first = rig.started();
    rig.append(0, "acme", "a");
    rig.nowMs += 20_000;
    rig.steps(first, 3);
    rig.append(0, "beta", "b");
    rig.steps(first, 3); // Read, and lost with the process.

    Instance second = rig.started();
    rig.append(0, "acme", "c");
    rig.steps(second, 3);
    rig.nowMs += 20_000;
    rig.steps(second, 3);

    assertThat(rig.archived(0, 0, 2)).isEqualTo(Rig.texts(rig.wal.entries(0)));
    assertThat(rig.verify(0).wrong()).isEmpty();
  }

  @Test
  void aZombieChangesNothingAndFindsItsPlaceAgain() throws Exception {
    Instance zombie = rig.started();
    rig.append(0, "acme", "a");
    rig.steps(zombie, 3);
    Instance other = rig.started();
    rig.append(0, "acme", "b");
    rig.steps(other, 3);
    rig.nowMs += 20_000;
    rig.steps(other, 3);
    rig.append(0, "acme", "c");

    rig.steps(zombie, 5); // Still believes that the partition is its own.
    rig.nowMs += 20_000;
    rig.steps(zombie, 5);
    rig.steps(other, 5);

    assertThat(rig.noted.overtaken).isGreaterThan(0);
    assertThat(rig.archived(0, 0, 2)).isEqualTo(Rig.texts(rig.wal.entries(0)));
    assertThat(rig.verify(0).wrong()).isEmpty();
  }

  @Test
  void anObjectStoreThatIsAwayStopsReadingBeforeMemoryIsFull() throws Exception {
    Instance archiver = rig.started();
    rig.objects.setFaults((verb, name) -> verb.equals("put") ? Fault.BEFORE : Fault.NONE);
    archiver.tail().setBatchMax(5);
    for (int i = 0; i < 500; i++) {
      rig.append(0, "acme", "x".repeat(50));
    }
    for (int i = 0; i < 300; i++) {
      rig.nowMs += 500;
      rig.steps(archiver, 1);
    }
    PartitionStatus status = archiver.copier().statuses().getFirst();
    assertThat(status.waitingBytes()).isLessThan(1_500);
    assertThat(status.lagRecords()).isEqualTo(500);
    assertThat(status.failing()).isTrue();
    // Each pause is twice the one before, up to half a minute.
    assertThat(rig.noted.failures).isBetween(6, 12);

    rig.objects.setFaults(Faults.NONE);
    rig.nowMs += 30_000;
    rig.steps(archiver, 200);
    rig.nowMs += 20_000;
    rig.steps(archiver, 3);

    assertThat(archiver.copier().statuses().getFirst().lagRecords()).isZero();
    assertThat(rig.archived(0, 0, 499)).isEqualTo(Rig.texts(rig.wal.entries(0)));
  }

  /** Goal: "the archive has everything" is said of no moment at which nobody could know. */
  @Test
  void whatTheArchiveMayLackGrowsOlderWhileNobodyCanLook() {
    Instance archiver = rig.started();
    rig.append(0, "acme", "a");
    long appendedMs = rig.nowMs;
    rig.steps(archiver, 3);
    assertThat(completeMs(archiver)).isEqualTo(appendedMs);

    rig.nowMs += 20_000;
    rig.steps(archiver, 3);
    rig.nowMs += 2_000;
    rig.steps(archiver, 3);
    long knownMs = completeMs(archiver);
    assertThat(rig.nowMs - knownMs).as("all is archived").isBetween(0L, 5L);

    rig.wal.setAvailable(false);
    rig.nowMs += 600_000;
    rig.steps(archiver, 3);
    assertThat(completeMs(archiver)).as("brokers are away").isEqualTo(knownMs);
    assertThat(archiver.copier().statuses().getFirst().lagRecords()).isZero();

    rig.wal.setAvailable(true);
    rig.steps(archiver, 3);
    rig.nowMs += 2_000;
    rig.steps(archiver, 3);
    assertThat(rig.nowMs - completeMs(archiver)).isBetween(0L, 5L);
  }

  private static long completeMs(Instance archiver) {
    return archiver.copier().status(0).orElseThrow().completeMs();
  }

  @Test
  void recordsThatTheLogLostAreAGapThatTheArchiveTells() throws Exception {
    Instance archiver = rig.started();
    rig.append(0, "acme", "a");
    rig.nowMs += 20_000;
    rig.steps(archiver, 3);
    for (int i = 0; i < 5; i++) {
      rig.append(0, "acme", "lost");
    }
    rig.wal.forgetBefore(0, 4);
    rig.steps(archiver, 8); // What was read before is written first.
    rig.nowMs += 20_000;
    rig.steps(archiver, 5);

    assertThat(rig.noted.lost).isEqualTo(3);
    assertThat(rig.verify(0).gaps()).containsExactly("1 to 3");
    assertThat(rig.verify(0).wrong()).isEmpty();
    assertThat(rig.archived(0, 4, 5)).isEqualTo(Rig.texts(rig.wal.entries(0)));
  }

  @Test
  void aLogThatEndsBeforeItsArchiveIsNotCopiedOver() {
    Instance first = rig.started();
    for (int i = 0; i < 5; i++) {
      rig.append(0, "acme", "a");
    }
    rig.steps(first, 3);
    rig.nowMs += 20_000;
    rig.steps(first, 3);
    rig.wal.cut(0, 2);

    Instance second = rig.started();
    rig.append(0, "acme", "other");
    rig.steps(second, 5);
    rig.nowMs += 20_000;
    rig.steps(second, 5);

    assertThat(rig.noted.stopped).hasSize(1);
    assertThat(second.copier().statuses().getFirst().stopped()).isPresent();
    assertThat(rig.noted.written).hasSize(1);
  }

  @Test
  void anIdlePartitionGetsMarks() throws Exception {
    Instance archiver = rig.started();
    rig.append(0, "acme", "a");
    rig.steps(archiver, 3);
    rig.nowMs += 20_000;
    rig.steps(archiver, 3);
    long before = new Archive(rig.objects, rig.clock).coverage(0).timeMs();
    for (int i = 0; i < 200; i++) {
      rig.nowMs += 1_000;
      rig.steps(archiver, 2);
    }
    long after = new Archive(rig.objects, rig.clock).coverage(0).timeMs();

    assertThat(after).isBetween(before + 120_000, rig.nowMs - 10_000);
    assertThat(rig.objects.list("archive/p=0/marks/", "")).hasSizeBetween(2, 4);
    assertThat(rig.verify(0).wrong()).isEmpty();
  }

  @Test
  void holesBetweenOffsetsAreNoLoss() throws Exception {
    Instance archiver = rig.started();
    rig.append(0, "acme", "a");
    rig.wal.skipOffset(0);
    rig.nowMs += 20_000;
    rig.steps(archiver, 4);
    rig.nowMs += 20_000;
    rig.steps(archiver, 4);
    assertThat(archiver.copier().statuses().getFirst().lagRecords()).isZero();
    rig.append(0, "acme", "b");
    rig.steps(archiver, 3);
    rig.nowMs += 20_000;
    rig.steps(archiver, 4);

    assertThat(rig.verify(0).gaps()).isEmpty();
    assertThat(rig.archived(0, 0, 2)).hasSize(2);
  }

  private static byte[] barrier() {
    return RecordCodec.encode(
        new WalRecord(
            1,
            new TenantId("acme"),
            1,
            Principal.INTERNAL,
            new Authority.Privileged(),
            new IdempotencyKey("barrier"),
            new RequestHash(new byte[32]),
            "",
            List.of(new Operation.Barrier())));
  }
}
