package io.entdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointsTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final int P = 2;

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private final InMemoryObjectStore objects = new InMemoryObjectStore(clock);
  private final Checkpoints checkpoints = new Checkpoints(objects, clock);

  @Test
  void thePublishedCheckpointWithTheHighestNIsTheNewest() throws Exception {
    assertThat(checkpoints.newest(P)).isEmpty();

    assertThat(checkpoints.publish(manifest(9, List.of()))).isTrue();
    assertThat(checkpoints.publish(manifest(100, List.of()))).isTrue();
    assertThat(checkpoints.publish(manifest(50, List.of()))).isFalse();

    assertThat(checkpoints.newest(P)).hasValue(manifest(100, List.of()));
    assertThat(new Checkpoints(objects, clock).newest(P)).hasValue(manifest(100, List.of()));
    assertThat(checkpoints.newest(1)).isEmpty();
    assertThat(checkpoints.partitions()).containsExactly(P);
    assertThat(checkpoints.list(P)).hasSize(2);
  }

  @Test
  void ofTwoCheckpointsAtOnePositionTheFirstStays() throws Exception {
    var first = manifest(9, List.of());
    var other = new CheckpointManifest(P, 9, 77, List.of());
    checkpoints.publish(first);

    assertThat(checkpoints.publish(other)).isFalse();
    assertThat(checkpoints.publish(first)).isTrue();
    assertThat(checkpoints.newest(P)).hasValue(first);
  }

  @Test
  void aLostAnswerIsFoundOutByRepeating() throws Exception {
    objects.setFaults((verb, name) -> verb.equals("put") ? Fault.AFTER : Fault.NONE);
    assertThatThrownBy(() -> checkpoints.publish(manifest(9, List.of())))
        .isInstanceOf(ObjectStoreUnavailableException.class);

    objects.setFaults(Faults.NONE);

    assertThat(checkpoints.publish(manifest(9, List.of()))).isTrue();
  }

  @Test
  void aDamagedNewestCheckpointIsNotPassedOver() throws Exception {
    checkpoints.publish(manifest(8, List.of()));
    checkpoints.publish(manifest(9, List.of()));
    ObjectName name = CheckpointNames.manifest(P, 9);
    objects.damage(name, new byte[] {1, 2, 3});
    var reader = new Checkpoints(objects, clock);

    assertThatThrownBy(() -> reader.newest(P))
        .isInstanceOf(ObjectCorruptException.class)
        .hasMessageContaining(name.value());
    assertThatThrownBy(() -> reader.collectGarbage(P)).isInstanceOf(ObjectCorruptException.class);
    assertThat(reader.verify(P, ProgressListener.NONE))
        .singleElement()
        .asString()
        .contains(name.value());
  }

  @Test
  void anImageIsPublishedSoonOrUploadedAgain() throws Exception {
    var late = manifest(9, List.of(checkpoint(upload("one"))));
    clock.advance(Duration.ofHours(7));
    assertThatThrownBy(() -> checkpoints.publish(late))
        .isInstanceOf(ImageGoneException.class)
        .hasMessageContaining("acme");

    var soon = manifest(10, List.of(checkpoint(upload("one"))));
    clock.advance(Duration.ofHours(5));

    assertThat(checkpoints.publish(soon)).isTrue();
  }

  @Test
  void anImageThatTheNewestCheckpointNamesIsPublishedAgainAnyTime() throws Exception {
    TenantCheckpoint acme = checkpoint(upload("one"));
    checkpoints.publish(manifest(9, List.of(acme)));
    clock.advance(Duration.ofDays(30));
    var successor = new Checkpoints(objects, clock);

    assertThat(successor.publish(manifest(10, List.of(acme)))).isTrue();
  }

  @Test
  void anotherProcessDoesNotPublishImagesThatOthersReplaced() throws Exception {
    TenantCheckpoint old = checkpoint(upload("one"));
    checkpoints.publish(manifest(9, List.of(old)));
    var zombie = new Checkpoints(objects, clock);
    checkpoints.publish(manifest(10, List.of(checkpoint(upload("two")))));

    assertThatThrownBy(() -> zombie.publish(manifest(11, List.of(old))))
        .isInstanceOf(ImageGoneException.class);
  }

  @Test
  void verifyingNamesEveryDamagedAndMissingObject() throws Exception {
    ImageRef image = upload("a".repeat(2_500_000) + "b".repeat(600_000));
    checkpoints.publish(manifest(9, List.of(checkpoint(image))));
    assertThat(checkpoints.verify(P, ProgressListener.NONE)).isEmpty();

    ObjectName damaged = CheckpointNames.chunk(ACME, image.chunks().get(0));
    ObjectName missing = CheckpointNames.chunk(ACME, image.chunks().get(2));
    objects.damage(damaged, new byte[] {7});
    objects.delete(missing);

    List<String> wrong = checkpoints.verify(P, ProgressListener.NONE);

    assertThat(wrong).hasSize(2);
    assertThat(wrong.get(0)).contains(damaged.value());
    assertThat(wrong.get(1)).contains(missing.value());
  }

  private ImageRef upload(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("acme.db"), content);
    return checkpoints.upload(ACME, PlainPinnedFile.of(file, ACME, P, 5), Optional.empty());
  }

  private static TenantCheckpoint checkpoint(ImageRef image) {
    return new TenantCheckpoint(
        ACME, 1, Optional.of(image), image.n(), image.digest(), 5, Optional.empty());
  }

  private static CheckpointManifest manifest(long n, List<TenantCheckpoint> tenants) {
    return new CheckpointManifest(P, n, 1_000 + n, tenants);
  }
}
