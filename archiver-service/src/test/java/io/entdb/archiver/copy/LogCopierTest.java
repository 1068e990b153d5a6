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
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class LogCopierTest {
  private final Rig rig = new Rig(1);

  @Test
  void writesWhenASegmentIsOldOrLargeOrAtABarrier() {
    Instance archiver = started();
    rig.append(0, "acme", "a");
    steps(archiver, 3);
    assertThat(rig.noted.written).isEmpty();

    rig.nowMs += 20_000;
    steps(archiver, 3);
    assertThat(rig.noted.written).hasSize(1);
    assertThat(archiver.tail().reported()).containsEntry(0, 1L);

    for (int i = 0; i < 20; i++) {
      rig.append(0, "acme", "");
    }
    steps(archiver, 3);
    assertThat(rig.noted.written).hasSize(2);

    rig.append(0, "acme", "z".repeat(400));
    steps(archiver, 3);
    assertThat(rig.noted.written).hasSize(3);

    rig.wal.append(0, "acme", barrier(), rig.nowMs);
    steps(archiver, 3);
    assertThat(rig.noted.written).hasSize(4);
    assertThat(archiver.copier().statuses().getFirst().lagRecords()).isZero();
  }

  @Test
  void anotherProcessGoesOnWhereTheArchiveEnds() throws Exception {
    Instance first = started();
    rig.append(0, "acme", "a");
    rig.nowMs += 20_000;
    steps(first, 3);
    rig.append(0, "beta", "b");
    steps(first, 3); // Read, and lost with the process.

    Instance second = started();
    rig.append(0, "acme", "c");
    steps(second, 3);
    rig.nowMs += 20_000;
    steps(second, 3);

    assertThat(rig.archived(0, 0, 2)).isEqualTo(Rig.texts(rig.wal.entries(0)));
    assertThat(rig.verify(0).wrong()).isEmpty();
  }

  @Test
  void aZombieChangesNothingAndFindsItsPlaceAgain() throws Exception {
    Instance zombie = started();
    rig.append(0, "acme", "a");
    steps(zombie, 3);
    Instance other = started();
    rig.append(0, "acme", "b");
    steps(other, 3);
    rig.nowMs += 20_000;
    steps(other, 3);
    rig.append(0, "acme", "c");

    steps(zombie, 5); // Still believes that the partition is its own.
    rig.nowMs += 20_000;
    steps(zombie, 5);
    steps(other, 5);

    assertThat(rig.noted.overtaken).isGreaterThan(0);
    assertThat(rig.archived(0, 0, 2)).isEqualTo(Rig.texts(rig.wal.entries(0)));
    assertThat(rig.verify(0).wrong()).isEmpty();
  }

  @Test
  void anObjectStoreThatIsAwayStopsReadingBeforeMemoryIsFull() throws Exception {
    Instance archiver = started();
    rig.objects.setFaults((verb, name) -> verb.equals("put") ? Fault.BEFORE : Fault.NONE);
    archiver.tail().setBatchMax(5);
    for (int i = 0; i < 500; i++) {
      rig.append(0, "acme", "x".repeat(50));
    }
    for (int i = 0; i < 300; i++) {
      rig.nowMs += 500;
      steps(archiver, 1);
    }
    PartitionStatus status = archiver.copier().statuses().getFirst();
    assertThat(status.waitingBytes()).isLessThan(1_500);
    assertThat(status.lagRecords()).isEqualTo(500);
    assertThat(status.failing()).isTrue();
    // Each pause is twice the one before, up to half a minute.
    assertThat(rig.noted.failures).isBetween(6, 12);

    rig.objects.setFaults(Faults.NONE);
    rig.nowMs += 30_000;
    steps(archiver, 200);
    rig.nowMs += 20_000;
    steps(archiver, 3);

    assertThat(archiver.copier().statuses().getFirst().lagRecords()).isZero();
    assertThat(rig.archived(0, 0, 499)).isEqualTo(Rig.texts(rig.wal.entries(0)));
  }

  /** Goal: "the archive has everything" is said of no moment at which nobody could know. */
  @Test
  void whatTheArchiveMayLackGrowsOlderWhileNobodyCanLook() {
    Instance archiver = started();
    rig.append(0, "acme", "a");
    long appendedMs = rig.nowMs;
    steps(archiver, 3);
    assertThat(completeMs(archiver)).isEqualTo(appendedMs);

    rig.nowMs += 20_000;
    steps(archiver, 3);
    rig.nowMs += 2_000;
    steps(archiver, 3);
    long knownMs = completeMs(archiver);
    assertThat(rig.nowMs - knownMs).as("all is archived").isBetween(0L, 5L);

    rig.wal.setAvailable(false);
    rig.nowMs += 600_000;
    steps(archiver, 3);
    assertThat(completeMs(archiver)).as("brokers are away").isEqualTo(knownMs);
    assertThat(archiver.copier().statuses().getFirst().lagRecords()).isZero();

    rig.wal.setAvailable(true);
    steps(archiver, 3);
    rig.nowMs += 2_000;
    steps(archiver, 3);
    assertThat(rig.nowMs - completeMs(archiver)).isBetween(0L, 5L);
  }

  private static long completeMs(Instance archiver) {
    return archiver.copier().status(0).orElseThrow().completeMs();
  }

  @Test
  void recordsThatTheLogLostAreAGapThatTheArchiveTells() throws Exception {
    Instance archiver = started();
    rig.append(0, "acme", "a");
    rig.nowMs += 20_000;
    steps(archiver, 3);
    for (int i = 0; i < 5; i++) {
      rig.append(0, "acme", "lost");
    }
    rig.wal.forgetBefore(0, 4);
    steps(archiver, 8); // What was read before is written first.
    rig.nowMs += 20_000;
    steps(archiver, 5);

    assertThat(rig.noted.lost).isEqualTo(3);
    assertThat(rig.verify(0).gaps()).containsExactly("1 to 3");
    assertThat(rig.verify(0).wrong()).isEmpty();
    assertThat(rig.archived(0, 4, 5)).isEqualTo(Rig.texts(rig.wal.entries(0)));
  }

  @Test
  void aLostArchiveIsArchivedAgainAsFarAsTheLogHasIt() throws Exception {
    Instance archiver = started();
    archiveSegments(archiver, 3);
    removeAll("archive/");
    rig.append(0, "acme", "b");
    steps(archiver, 3);
    rig.nowMs += 20_000;
    steps(archiver, 8);
    rig.nowMs += 20_000;
    steps(archiver, 8);

    assertThat(rig.noted.missing).isEqualTo(1);
    assertThat(rig.noted.lost).isZero();
    assertWhole(3);
  }

  /**
   * Goal: a loss during a write leaves no hole. Method: the archive goes before the index comes.
   */
  @Test
  void whatIsLostWhileASegmentIsWrittenIsFilledUpToIt() throws Exception {
    Instance archiver = started();
    archiveSegments(archiver, 3);
    rig.append(0, "acme", "b");
    rig.append(0, "acme", "c");
    steps(archiver, 3);
    var isRemoved = new AtomicBoolean();
    rig.objects.setFaults(
        (verb, name) -> {
          boolean isIndex = verb.equals("put") && name.value().contains("00000003.index");
          if (isIndex && !isRemoved.getAndSet(true)) {
            removeArchive(); // With the segment that the index is of.
          }
          return Fault.NONE;
        });
    rig.nowMs += 20_000;
    steps(archiver, 3);
    rig.objects.setFaults(Faults.NONE);
    rig.append(0, "acme", "d");
    for (int i = 0; i < 4; i++) {
      rig.nowMs += 20_000;
      steps(archiver, 8);
    }

    assertThat(rig.noted.missing).isEqualTo(1);
    assertWhole(5);
    assertThat(archiver.copier().statuses().getFirst().lagRecords()).isZero();
  }

  @Test
  void aBeginningThatIsLostWhileTheNewestSegmentsStayIsFilledUp() throws Exception {
    Instance archiver = started();
    archiveSegments(archiver, 4);
    removeAll("archive/p=0/00000000000000000000");
    removeAll("archive/p=0/00000000000000000001");
    removeAll("archive/p=0/00000000000000000002");
    rig.append(0, "acme", "b");
    for (int i = 0; i < 8; i++) {
      rig.nowMs += 20_000;
      steps(archiver, 8);
    }

    assertThat(rig.noted.missing).isEqualTo(1);
    assertWhole(4);
    assertThat(archiver.copier().statuses().getFirst().lagRecords()).isZero();
  }

  @Test
  void aBeginningThatTheLogHasForgottenIsNotWaitedFor() throws Exception {
    Instance archiver = started();
    archiveSegments(archiver, 4);
    removeAll("archive/p=0/00000000000000000000");
    removeAll("archive/p=0/00000000000000000001");
    rig.wal.forgetBefore(0, 1);
    Instance partly = started();
    steps(partly, 8);
    rig.nowMs += 20_000;
    steps(partly, 8);
    assertThat(rig.noted.lost).as("the first of two").isEqualTo(1);
    assertThat(rig.verify(0).wrong()).isEmpty();
    assertThat(rig.verify(0).gaps()).containsExactly("0 to 0");
    assertThat(rig.archived(0, 1, 3)).isEqualTo(Rig.texts(rig.wal.entries(0)));

    removeAll("archive/p=0/00000000000000000001");
    rig.wal.forgetBefore(0, 2);
    Instance late = started();
    rig.append(0, "acme", "b");
    steps(late, 8);
    rig.nowMs += 20_000;
    steps(late, 8);
    assertThat(rig.verify(0).wrong()).as("gone for good").hasSize(1);
    assertThat(rig.archived(0, 2, 4)).isEqualTo(Rig.texts(rig.wal.entries(0)));
    assertThat(late.copier().statuses().getFirst().lagRecords()).isZero();
  }

  private void removeArchive() {
    try {
      removeAll("archive/");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatTheLogHasForgottenOfALostArchiveIsToldAsAGap() throws Exception {
    Instance archiver = started();
    archiveSegments(archiver, 3);
    rig.wal.forgetBefore(0, 2);
    removeAll("archive/");
    for (int i = 0; i < 100; i++) { // Idle: the next mark finds it.
      rig.nowMs += 1_000;
      steps(archiver, 2);
    }

    assertThat(rig.noted.missing).isEqualTo(1);
    assertThat(rig.noted.lost).isEqualTo(2);
    assertThat(rig.verify(0).gaps()).containsExactly("0 to 1");
    assertThat(rig.archived(0, 2, 2)).isEqualTo(Rig.texts(rig.wal.entries(0)));
  }

  private void removeAll(String prefix) throws Exception {
    for (var object : rig.objects.list(prefix, "")) {
      rig.objects.delete(object.name());
    }
  }

  @Test
  void aLogThatEndsBeforeItsArchiveIsNotCopiedOver() {
    Instance first = started();
    for (int i = 0; i < 5; i++) {
      rig.append(0, "acme", "a");
    }
    steps(first, 3);
    rig.nowMs += 20_000;
    steps(first, 3);
    rig.wal.cut(0, 2);

    Instance second = started();
    rig.append(0, "acme", "other");
    steps(second, 5);
    rig.nowMs += 20_000;
    steps(second, 5);

    assertThat(rig.noted.stopped).hasSize(1);
    assertThat(second.copier().statuses().getFirst().stopped()).isPresent();
    assertThat(rig.noted.written).hasSize(1);
  }

  @Test
  void anIdlePartitionGetsMarks() throws Exception {
    Instance archiver = started();
    rig.append(0, "acme", "a");
    steps(archiver, 3);
    rig.nowMs += 20_000;
    steps(archiver, 3);
    long before = new Archive(rig.objects, rig.clock).coverage(0).timeMs();
    for (int i = 0; i < 200; i++) {
      rig.nowMs += 1_000;
      steps(archiver, 2);
    }
    long after = new Archive(rig.objects, rig.clock).coverage(0).timeMs();

    assertThat(after).isBetween(before + 120_000, rig.nowMs - 10_000);
    assertThat(rig.objects.list("archive/p=0/marks/", "")).hasSizeBetween(2, 4);
    assertThat(rig.verify(0).wrong()).isEmpty();
  }

  @Test
  void holesBetweenOffsetsAreNoLoss() throws Exception {
    Instance archiver = started();
    rig.append(0, "acme", "a");
    rig.wal.skipOffset(0);
    rig.nowMs += 20_000;
    steps(archiver, 4);
    rig.nowMs += 20_000;
    steps(archiver, 4);
    assertThat(archiver.copier().statuses().getFirst().lagRecords()).isZero();
    rig.append(0, "acme", "b");
    steps(archiver, 3);
    rig.nowMs += 20_000;
    steps(archiver, 4);

    assertThat(rig.verify(0).gaps()).isEmpty();
    assertThat(rig.archived(0, 0, 2)).hasSize(2);
  }

  /** A segment for each of so many records. */
  private void archiveSegments(Instance archiver, int count) {
    for (int i = 0; i < count; i++) {
      rig.append(0, "acme", "a");
      steps(archiver, 3);
      rig.nowMs += 20_000;
      steps(archiver, 3);
    }
  }

  private void assertWhole(long lastN) throws Exception {
    assertThat(rig.archived(0, 0, lastN)).isEqualTo(Rig.texts(rig.wal.entries(0)));
    assertThat(rig.verify(0).wrong()).isEmpty();
    assertThat(rig.verify(0).gaps()).isEmpty();
  }

  private Instance started() {
    Instance instance = rig.start();
    instance.tail().assign(0);
    steps(instance, 2);
    return instance;
  }

  private void steps(Instance instance, int count) {
    for (int i = 0; i < count; i++) {
      rig.nowMs += 1;
      instance.step();
    }
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
