package io.entdb.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.backup.RebaseImages;
import io.entdb.backup.SnapshotGarbage;
import io.entdb.backup.SnapshotId;
import io.entdb.backup.Snapshots;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveWriter;
import io.entdb.backup.archive.Mark;
import io.entdb.backup.archive.SegmentBuilder;
import io.entdb.backup.restore.RestoreTarget.ArchiveEnd;
import io.entdb.backup.restore.RestoreTarget.AtPosition;
import io.entdb.backup.restore.Restorer.Place;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.record.ControlOperation.Rebased;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.RebaseImage;
import io.entdb.model.record.UserStatus;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.objects.ObjectEntry;
import io.entdb.store.Records;
import io.entdb.store.Shop;
import io.entdb.store.StoreException;
import io.entdb.store.StoreSettings;
import io.entdb.store.TenantStore;
import io.entdb.store.UserEntry;
import io.entdb.store.Viewer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of records of the log, and restores over them. */
final class RebaseRestoreTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Place PLACE = new Place(ACME, 1);

  @TempDir Path folder;
  private Instant now = Instant.ofEpochMilli(Records.START).plus(Duration.ofDays(1));
  private final InstantSource clock = () -> now;
  private final InMemoryObjectStore objects = new InMemoryObjectStore(clock);
  private final RebaseImages images = new RebaseImages(objects, clock);
  private final Snapshots snapshots = new Snapshots(objects, clock);
  private final Restorer restorer = new Restorer(new Archive(objects, clock), snapshots, images);
  private final Records records = new Records(ACME, 1);
  private final List<LogEntry> log = new ArrayList<>();

  @BeforeEach
  void twoPersonsAndBack() throws Exception {
    log.add(records.opening(Shop.SCHEMA));
    log.add(records.plan(Records.BOB, "b", Shop.person("b", "Ben")));
    log.add(records.plan(Shop.person("a", "Ann")));
    log.add(rebased(imageAt(1)));
    log.add(records.plan(Shop.person("c", "Carl")));
    var segment = new SegmentBuilder(1, 0, -1);
    log.forEach(segment::add);
    var writer = new ArchiveWriter(objects);
    writer.put(segment.build(Instant.EPOCH));
    writer.put(new Mark(1, log.size() - 1L, log.getLast().brokerTime() + 60_000));
  }

  private LogEntry rebased(RebaseImage image) {
    return records.entry(
        Principal.INTERNAL, new Authority.Privileged(), "r", List.of(new Rebased(image)));
  }

  private RebaseImage imageAt(int n) throws Exception {
    Path file = folder.resolve("image.db");
    TenantStore.discard(file);
    try (var store = TenantStore.open(file, ACME, StoreSettings.DEFAULT)) {
      store.apply(log.subList(0, n + 1));
    }
    return images.publish(ACME, new ClosedFile(file, TenantStore.audit(file)));
  }

  private Restored restore(RestoreTarget target) throws Exception {
    Path file = folder.resolve("restored.db");
    return restorer.restore(PLACE, target, file, DigestBook.EMPTY, RestoreListener.NONE);
  }

  @Test
  void restoresAndSnapshotsGoOverARebase() throws Exception {
    assertThat(restore(new AtPosition(2)).report().counts().nodes()).isEqualTo(2);
    assertThat(restore(new AtPosition(3)).report().counts().nodes()).isEqualTo(1);
    Restored end = restore(new ArchiveEnd());
    assertThat(end.report().counts().nodes()).isEqualTo(2);
    assertThat(end.report().counts().outcomes()).isEqualTo(5);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("image.db", "restored.db");
  }

  @Test
  void anImageThatIsGoneOrDamagedIsNamed() throws Exception {
    List<ObjectEntry> chunks = objects.list("images/acme/chunks/", "");
    byte[] chunk = objects.get(chunks.getFirst().name()).orElseThrow();
    chunk[chunk.length / 2] ^= 1;
    objects.damage(chunks.getFirst().name(), chunk);
    assertThatThrownBy(() -> restore(new ArchiveEnd()))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining(chunks.getFirst().name().value());
    objects.delete(chunks.getFirst().name());
    assertThatThrownBy(() -> restore(new ArchiveEnd()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(chunks.getFirst().name().value());
    assertThat(restore(new AtPosition(2)).report().counts().nodes()).isEqualTo(2);
  }

  @Test
  void everyFlippedByteOfAListIsNoticed() throws Exception {
    ObjectEntry list =
        objects.list("images/acme/", "").stream()
            .filter(entry -> entry.name().value().endsWith(".json"))
            .findFirst()
            .orElseThrow();
    byte[] sound = objects.get(list.name()).orElseThrow();
    for (int i = 0; i < sound.length; i++) {
      byte[] damaged = sound.clone();
      damaged[i] ^= 1;
      objects.damage(list.name(), damaged);
      assertThatThrownBy(() -> restore(new ArchiveEnd()))
          .as("byte " + i)
          .isInstanceOf(RestoreRefusedException.class)
          .hasMessageContaining(list.name().value());
    }
  }

  @Test
  void anImageStaysUntilNoRestoreNeedsIt() throws Exception {
    var garbage = new SnapshotGarbage(objects, InstantSource.system());
    Restored end = restore(new ArchiveEnd());
    var file = new ClosedFile(folder.resolve("restored.db"), end.report());
    snapshots.publish(new SnapshotId(4), file, end.report(), Optional.empty(), 0);
    Instant taken = Instant.ofEpochMilli(end.report().state().tenantTime());
    int before = objects.list("images/", "").size();

    // The snapshot is at the oldest moment, but the image may be younger than it.
    garbage.remove(ACME, now, taken.plusSeconds(1), now.plus(Duration.ofDays(2)));
    assertThat(objects.list("images/", "")).hasSize(before);

    records.later(Duration.ofDays(4).toMillis());
    LogEntry late = records.plan(Shop.person("d", "Dora"));
    try (var store = TenantStore.open(folder.resolve("restored.db"), ACME, StoreSettings.DEFAULT)) {
      store.apply(List.of(late));
    }
    file = new ClosedFile(file.path(), TenantStore.audit(file.path()));
    snapshots.publish(new SnapshotId(5), file, file.report(), Optional.empty(), 0);
    Instant restorable = Instant.ofEpochMilli(late.brokerTime()).plusSeconds(1);
    garbage.remove(ACME, now, restorable, now.minusSeconds(1));
    assertThat(objects.list("images/", ""))
        .allMatch(entry -> entry.name().value().contains("/chunks/"));
    garbage.remove(ACME, now, restorable, now.plus(Duration.ofDays(2)));
    assertThat(objects.list("images/", "")).isEmpty();
    assertThat(snapshots.ids(ACME)).contains(new SnapshotId(5));
  }

  @Test
  void noErasedPersonComesBackWithAnImage() throws Exception {
    Path file = folder.resolve("restored.db");
    restore(new AtPosition(2));
    var bob = new UserEntry(Records.BOB, "", "system:erased-7-0", UserStatus.DELETED, 1, 2, 1, 1);
    var stranger =
        new UserEntry(
            new Principal("user:zoe"), "", "system:erased-7-1", UserStatus.DELETED, 1, 2, 1, 1);
    ClosedFile cleaned = Erasures.carryOut(file, ACME, List.of(bob, stranger));
    assertThat(cleaned.report().counts().nodes()).isEqualTo(1);
    var rows = new ArrayList<String>();
    try (var store = TenantStore.open(file, ACME, StoreSettings.DEFAULT)) {
      store.dump(rows::add);
      List<Principal> seen = store.read(Viewer.INTERNAL, reader -> reader.seenNames(Records.BOB));
      assertThat(seen).isEmpty();
    }
    assertThat(rows.stream().filter(row -> row.startsWith("node ")))
        .noneMatch(row -> row.contains("bob"));
    assertThat(Erasures.carryOut(file, ACME, List.of()).report().counts().nodes()).isEqualTo(1);
  }
}
