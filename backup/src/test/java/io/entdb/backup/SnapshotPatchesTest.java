package io.entdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.entdb.backup.ImageUploader.Cut;
import io.entdb.model.TenantId;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.objects.InMemoryObjectStore.Fault;
import io.entdb.objects.InMemoryObjectStore.Faults;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStoreUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SnapshotPatchesTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final int CHUNK = 4096;

  @TempDir Path folder;
  private Path file = Path.of("");
  private Path target = Path.of("");
  private final MovableClock clock = new MovableClock();
  private final InMemoryObjectStore objects = new InMemoryObjectStore(clock);
  private final Snapshots snapshots = new Snapshots(objects, clock, new Cut(CHUNK, 4));
  private final SplittableRandom random = new SplittableRandom(5);
  private byte[] content = new byte[0];
  private long n;

  @BeforeEach
  void files() {
    file = folder.resolve("acme.db");
    target = folder.resolve("downloaded.db");
    content = random(40 * CHUNK + 700);
  }

  /**
   * Goal: whatever changes from one snapshot to the next, each comes back as it was, of at most two
   * objects for a chunk. Method: 40 snapshots with changes of every kind, all restored in the end,
   * and again when most of them are gone.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void everySnapshotOfALongSeriesComesBack(long seed) throws Exception {
    var changes = new SplittableRandom(seed);
    var contents = new TreeMap<SnapshotId, byte[]>();
    int patches = 0;
    int wholes = 0;
    for (int i = 0; i < 40; i++) {
      SnapshotManifest made = publish();
      contents.put(made.id(), content.clone());
      for (String chunk : made.image().chunks()) {
        ChunkNames.baseOf(chunk).ifPresent(base -> assertThat(ChunkNames.baseOf(base)).isEmpty());
        patches += ChunkNames.baseOf(chunk).isPresent() ? 1 : 0;
        wholes += ChunkNames.baseOf(chunk).isPresent() ? 0 : 1;
      }
      change(changes);
      clock.advance(Duration.ofHours(6));
    }
    assertThat(patches).isGreaterThan(200);
    assertThat(wholes).isGreaterThan(200);
    assertRestored(contents);
    assertThat(verify().isSound()).isTrue();
    assertThat(verify().sound()).isEqualTo(40);

    var garbage = new SnapshotGarbage(objects, clock);
    int before = objects.list("snapshots/acme/chunks/", "").size();
    for (int look = 0; look < 2; look++) {
      clock.advance(Duration.ofDays(1));
      var now = clock.instant();
      garbage.remove(ACME, now.minus(Duration.ofDays(4)), now, now.minus(Duration.ofDays(1)));
    }
    contents.keySet().retainAll(snapshots.ids(ACME));
    assertThat(contents).hasSizeBetween(5, 20);
    assertThat(objects.list("snapshots/acme/chunks/", "")).hasSizeLessThan(before / 2);
    assertRestored(contents);
    assertThat(verify().isSound()).isTrue();
  }

  private void change(SplittableRandom changes) {
    switch (changes.nextInt(8)) {
      case 0 -> {} // Nothing.
      case 1 -> content = Arrays.copyOf(content, content.length + changes.nextInt(3 * CHUNK));
      case 2 -> content = Arrays.copyOf(content, content.length - changes.nextInt(CHUNK));
      case 3 -> { // Local, and large.
        int at = changes.nextInt(content.length - 3 * CHUNK);
        System.arraycopy(random(2 * CHUNK), 0, content, at, 2 * CHUNK);
      }
      case 4 -> // Moved within its chunk.
          System.arraycopy(content, 5 * CHUNK, content, 5 * CHUNK + 100, CHUNK - 100);
      default -> { // Scattered.
        for (int i = 0; i < 30; i++) {
          int at = changes.nextInt(content.length - 100);
          System.arraycopy(random(100), 0, content, at, 100);
        }
      }
    }
  }

  private void assertRestored(Map<SnapshotId, byte[]> contents) throws Exception {
    for (var snapshot : contents.entrySet()) {
      snapshots.download(
          snapshots.read(ACME, snapshot.getKey()).orElseThrow(), target, ProgressListener.NONE);
      assertThat(target).as(snapshot.getKey().toString()).hasBinaryContent(snapshot.getValue());
    }
  }

  @Test
  void aLostOrDamagedBaseIsDoneWithout() throws Exception {
    publish();
    scatter();
    SnapshotManifest patched = publish();
    ObjectName lost = base(patched, 7);
    ObjectName damaged = base(patched, 9);
    objects.delete(lost);
    objects.damage(damaged, new byte[] {1, 2, 3});

    assertThatThrownBy(() -> snapshots.download(patched, target, ProgressListener.NONE))
        .isInstanceOf(ObjectCorruptException.class)
        .message()
        .containsAnyOf(lost.value(), damaged.value());
    assertThat(verify().wrong())
        .hasSize(2)
        .anyMatch(line -> line.contains(lost.value() + " is missing"))
        .anyMatch(line -> line.contains(damaged.value()));

    clock.advance(Duration.ofDays(1));
    content[8 * CHUNK] ^= 2;
    content[9 * CHUNK] ^= 2;
    SnapshotManifest next = publish();
    List<String> chunks = next.image().chunks();
    assertThat(ChunkNames.baseOf(chunks.get(7))).as("not changed, but its base is lost").isEmpty();
    assertThat(ChunkNames.baseOf(chunks.get(8))).isPresent();
    assertThat(ChunkNames.baseOf(chunks.get(9))).as("changed, and its base damaged").isEmpty();
    snapshots.download(next, target, ProgressListener.NONE);
    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void everyFlippedByteOfAPatchOrItsBaseIsNoticedAndTheObjectNamed() throws Exception {
    content = Arrays.copyOf(content, 2 * CHUNK);
    publish();
    content[100] ^= 1;
    SnapshotManifest patched = publish();
    ObjectName patch = chunk(patched.image().chunks().getFirst());
    int noticed = 0;
    for (ObjectName name : List.of(patch, base(patched, 0))) {
      byte[] sound = objects.get(name).orElseThrow();
      for (int i = 0; i < sound.length; i += sound.length > 1000 ? 7 : 1) {
        byte[] flipped = sound.clone();
        flipped[i] ^= (byte) (1 << random.nextInt(8));
        objects.damage(name, flipped);
        try {
          snapshots.download(patched, target, ProgressListener.NONE);
          assertThat(target).hasBinaryContent(content); // A bit of zstd's that means nothing.
        } catch (ObjectCorruptException e) {
          assertThat(e.object()).isEqualTo(name);
          assertThat(verify().wrong()).singleElement(STRING).contains(name.value());
          noticed++;
        }
      }
      objects.damage(name, sound);
    }
    assertThat(noticed).isGreaterThan(500);
    assertThat(verify().isSound()).isTrue();
  }

  @Test
  void aSnapshotThatIsRemovedWhileItsChunksAreUsedAgainHasTheNextOneMadeAgain() throws Exception {
    SnapshotManifest first = publish();
    scatter();
    objects.setFaults(
        (verb, name) -> {
          if (verb.equals("put")) {
            deleteQuietly(first);
          }
          return Fault.NONE;
        });
    assertThatThrownBy(this::publish)
        .isInstanceOf(ObjectStoreUnavailableException.class)
        .hasMessageContaining(first.id() + " of acme was removed while");
    assertThat(snapshots.ids(ACME)).isEmpty();

    objects.setFaults(Faults.NONE);
    publish();
    snapshots.download(
        snapshots.newest(ACME, Snapshots.Choice.ANY).orElseThrow(), target, ProgressListener.NONE);
    assertThat(target).hasBinaryContent(content);
  }

  private void deleteQuietly(SnapshotManifest snapshot) {
    try {
      snapshots.delete(ACME, snapshot.id());
    } catch (io.entdb.objects.ObjectStoreException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anInterruptedUploadOfPatchesGoesOnWhereItStopped() throws Exception {
    publish();
    clock.advance(Duration.ofDays(2));
    scatter();
    int puts = objects.puts();
    var left = new AtomicInteger(20);
    objects.setFaults(
        (verb, name) ->
            verb.equals("put") && left.decrementAndGet() < 0 ? Fault.BEFORE : Fault.NONE);
    assertThatThrownBy(this::publish).isInstanceOf(ObjectStoreUnavailableException.class);
    assertThat(objects.puts() - puts).isEqualTo(20);

    objects.setFaults(Faults.NONE);
    SnapshotManifest made = publish();
    assertThat(objects.puts() - puts).as("41 chunks and a manifest").isEqualTo(42);
    assertThat(made.image().chunks()).allMatch(chunk -> ChunkNames.baseOf(chunk).isPresent());
    snapshots.download(made, target, ProgressListener.NONE);
    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void whatNoPatchCanBeMadeOfIsUploadedWhole() throws Exception {
    // As a dictionary of zstd's own format begins, but none.
    System.arraycopy(new byte[] {0x37, (byte) 0xA4, 0x30, (byte) 0xEC}, 0, content, 0, 4);
    publish();
    content[50] ^= 1; // In the first chunk.
    System.arraycopy(random(CHUNK), 0, content, CHUNK, CHUNK); // All of the second.
    content[2 * CHUNK] ^= 1;
    List<String> chunks = publish().image().chunks();
    assertThat(chunks.subList(0, 2)).allMatch(chunk -> ChunkNames.baseOf(chunk).isEmpty());
    assertThat(ChunkNames.baseOf(chunks.get(2))).isPresent();
    snapshots.download(
        snapshots.newest(ACME, Snapshots.Choice.ANY).orElseThrow(), target, ProgressListener.NONE);
    assertThat(target).hasBinaryContent(content);
  }

  /** Changes a byte of every chunk. */
  private void scatter() {
    for (int at = 0; at < content.length; at += CHUNK) {
      content[at] ^= 1;
    }
  }

  private SnapshotManifest publish() throws Exception {
    Files.write(file, content);
    return SnapshotFiles.publish(snapshots, ACME, ++n, file);
  }

  private static ObjectName base(SnapshotManifest snapshot, int index) {
    return chunk(ChunkNames.baseOf(snapshot.image().chunks().get(index)).orElseThrow());
  }

  private static ObjectName chunk(String name) {
    return ChunkFolder.ofSnapshots(ACME).chunk(name);
  }

  private SnapshotVerifier.Report verify() throws Exception {
    return SnapshotVerifier.verify(objects, snapshots, ACME, ProgressListener.NONE);
  }

  private byte[] random(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
