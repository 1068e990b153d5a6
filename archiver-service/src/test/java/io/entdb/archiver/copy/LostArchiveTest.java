package io.entdb.archiver.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.entdb.archiver.copy.Rig.Instance;
import io.entdb.objects.InMemoryObjectStore.Fault;
import io.entdb.objects.InMemoryObjectStore.Faults;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class LostArchiveTest {
  private final Rig rig = new Rig(1);

  @Test
  void aLostArchiveIsArchivedAgainAsFarAsTheLogHasIt() throws Exception {
    Instance archiver = rig.started();
    archiveSegments(archiver, 3);
    removeAll("archive/");
    rig.append(0, "acme", "b");
    rig.steps(archiver, 3);
    rig.nowMs += 20_000;
    rig.steps(archiver, 8);
    rig.nowMs += 20_000;
    rig.steps(archiver, 8);

    assertThat(rig.noted.missing).isEqualTo(1);
    assertThat(rig.noted.lost).isZero();
    assertWhole(3);
  }

  /**
   * Goal: a loss during a write leaves no hole. Method: the archive goes before the index comes.
   */
  @Test
  void whatIsLostWhileASegmentIsWrittenIsFilledUpToIt() throws Exception {
    Instance archiver = rig.started();
    archiveSegments(archiver, 3);
    rig.append(0, "acme", "b");
    rig.append(0, "acme", "c");
    rig.steps(archiver, 3);
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
    rig.steps(archiver, 3);
    rig.objects.setFaults(Faults.NONE);
    rig.append(0, "acme", "d");
    for (int i = 0; i < 4; i++) {
      rig.nowMs += 20_000;
      rig.steps(archiver, 8);
    }

    assertThat(rig.noted.missing).isEqualTo(1);
    assertWhole(5);
    assertThat(archiver.copier().statuses().getFirst().lagRecords()).isZero();
  }

  @Test
  void aBeginningThatIsLostWhileTheNewestSegmentsStayIsFilledUp() throws Exception {
    Instance archiver = rig.started();
    archiveSegments(archiver, 4);
    removeAll("archive/p=0/00000000000000000000");
    removeAll("archive/p=0/00000000000000000001");
    removeAll("archive/p=0/00000000000000000002");
    rig.append(0, "acme", "b");
    for (int i = 0; i < 8; i++) {
      rig.nowMs += 20_000;
      rig.steps(archiver, 8);
    }

    assertThat(rig.noted.missing).isEqualTo(1);
    assertWhole(4);
    assertThat(archiver.copier().statuses().getFirst().lagRecords()).isZero();
  }

  @Test
  void aBeginningThatTheLogHasForgottenIsNotWaitedFor() throws Exception {
    Instance archiver = rig.started();
    archiveSegments(archiver, 4);
    removeAll("archive/p=0/00000000000000000000");
    removeAll("archive/p=0/00000000000000000001");
    rig.wal.forgetBefore(0, 1);
    Instance partly = rig.started();
    rig.steps(partly, 8);
    rig.nowMs += 20_000;
    rig.steps(partly, 8);
    assertThat(rig.noted.lost).as("the first of two").isEqualTo(1);
    assertThat(rig.verify(0).wrong()).isEmpty();
    assertThat(rig.verify(0).gaps()).containsExactly("0 to 0");
    assertThat(rig.archived(0, 1, 3)).isEqualTo(Rig.texts(rig.wal.entries(0)));

    removeAll("archive/p=0/00000000000000000001");
    rig.wal.forgetBefore(0, 2);
    Instance late = rig.started();
    rig.append(0, "acme", "b");
    rig.steps(late, 8);
    rig.nowMs += 20_000;
    rig.steps(late, 8);
    assertThat(rig.verify(0).wrong()).as("gone for good").hasSize(1);
    assertThat(rig.archived(0, 2, 4)).isEqualTo(Rig.texts(rig.wal.entries(0)));
    assertThat(late.copier().statuses().getFirst().lagRecords()).isZero();
  }

  @Test
  void whatTheLogHasForgottenOfALostArchiveIsToldAsAGap() throws Exception {
    Instance archiver = rig.started();
    archiveSegments(archiver, 3);
    rig.wal.forgetBefore(0, 2);
    removeAll("archive/");
    for (int i = 0; i < 100; i++) { // Idle: the next mark finds it.
      rig.nowMs += 1_000;
      rig.steps(archiver, 2);
    }

    assertThat(rig.noted.missing).isEqualTo(1);
    assertThat(rig.noted.lost).isEqualTo(2);
    assertThat(rig.verify(0).gaps()).containsExactly("0 to 1");
    assertThat(rig.archived(0, 2, 2)).isEqualTo(Rig.texts(rig.wal.entries(0)));
  }

  @Test
  void holesBetweenSegmentsAreFilledWhileTheLogHasTheRecords() throws Exception {
    Instance archiver = rig.started();
    archiveSegments(archiver, 9);
    removeSegments(2, 3, 6);
    rig.append(0, "acme", "b");
    for (int i = 0; i < 8; i++) {
      rig.nowMs += 20_000;
      rig.steps(archiver, 12);
    }

    assertThat(rig.noted.missing).as("two holes").isEqualTo(2);
    assertThat(rig.noted.lost).isZero();
    assertWhole(9);
    assertThat(archiver.copier().statuses().getFirst().lagRecords()).isZero();
  }

  @Test
  void anotherArchiverFindsAHoleAndGoesOnAtTheEnd() throws Exception {
    archiveSegments(rig.started(), 5);
    removeSegments(2);
    Instance other = rig.started();
    for (int i = 0; i < 6; i++) {
      rig.append(0, "acme", "b");
      rig.nowMs += 20_000;
      rig.steps(other, 12);
    }
    rig.nowMs += 20_000;
    rig.steps(other, 12);

    assertThat(rig.noted.missing).isEqualTo(1);
    assertWhole(10);
  }

  @Test
  void whatTheLogHasForgottenOfAHoleIsToldAsAGap() throws Exception {
    Instance archiver = rig.started();
    archiveSegments(archiver, 7);
    removeSegments(2, 3, 4);
    rig.wal.forgetBefore(0, 4);
    for (int i = 0; i < 8; i++) {
      rig.nowMs += 20_000;
      rig.steps(archiver, 12);
    }

    assertThat(rig.noted.lost).isEqualTo(2);
    assertThat(rig.verify(0).wrong()).isEmpty();
    assertThat(rig.verify(0).gaps()).containsExactly("2 to 3");
    assertThat(rig.archived(0, 4, 6)).isEqualTo(Rig.texts(rig.wal.entries(0)));
  }

  @Test
  void aHoleThatTheLogHasForgottenIsLeftAndTheEndGoesOn() throws Exception {
    Instance archiver = rig.started();
    archiveSegments(archiver, 5);
    removeSegments(2);
    rig.wal.forgetBefore(0, 3);
    rig.append(0, "acme", "b");
    for (int i = 0; i < 8; i++) {
      rig.nowMs += 20_000;
      rig.steps(archiver, 12);
    }

    assertThat(rig.noted.missing).isZero();
    assertThat(rig.verify(0).wrong())
        .singleElement(STRING)
        .contains("records 2 to 2 are not archived");
    assertThat(rig.archived(0, 3, 5)).isEqualTo(Rig.texts(rig.wal.entries(0)));
    assertThat(archiver.copier().statuses().getFirst().lagRecords()).isZero();
  }

  /** Each holds the record of its number. */
  private void removeSegments(long... numbers) throws Exception {
    for (long n : numbers) {
      removeAll("archive/p=0/%020d".formatted(n));
    }
  }

  private void removeArchive() {
    try {
      removeAll("archive/");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void removeAll(String prefix) throws Exception {
    for (var object : rig.objects.list(prefix, "")) {
      rig.objects.delete(object.name());
    }
  }

  /** A segment for each of so many records. */
  private void archiveSegments(Instance archiver, int count) {
    for (int i = 0; i < count; i++) {
      rig.append(0, "acme", "a");
      rig.steps(archiver, 3);
      rig.nowMs += 20_000;
      rig.steps(archiver, 3);
    }
  }

  private void assertWhole(long lastN) throws Exception {
    assertThat(rig.archived(0, 0, lastN)).isEqualTo(Rig.texts(rig.wal.entries(0)));
    assertThat(rig.verify(0).wrong()).isEmpty();
    assertThat(rig.verify(0).gaps()).isEmpty();
  }
}
