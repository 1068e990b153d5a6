package io.entdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.model.TenantId;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.objects.InMemoryObjectStore.Fault;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStoreException;
import io.entdb.objects.ObjectStoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImagesTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final int MIB = 1024 * 1024;

  @TempDir Path folder;
  private Path file = Path.of("");
  private Path target = Path.of("");
  private final MovableClock clock = new MovableClock();
  private final InMemoryObjectStore objects = new InMemoryObjectStore(clock);
  private final Checkpoints checkpoints = new Checkpoints(objects, clock);

  @BeforeEach
  void files() {
    file = folder.resolve("acme.db");
    target = folder.resolve("downloaded.db");
  }

  @Test
  void anImageIsDownloadedAsItWasUploaded() throws Exception {
    for (int bytes : new int[] {1, MIB - 1, MIB, 5 * MIB + 17}) {
      Files.write(file, randomBytes(bytes));

      ImageRef image = upload();
      List<Long> progress = new ArrayList<>();
      checkpoints.download(ACME, image, target, (done, total) -> progress.add(done));

      assertThat(target).hasSameBinaryContentAs(file);
      assertThat(progress).isSorted().endsWith((long) bytes);
      assertThat(folder.resolve("downloaded.db.part")).doesNotExist();
    }
  }

  @Test
  void chunksThatAreThereAreNotUploadedAgain() throws Exception {
    Files.write(file, randomBytes(8 * MIB));
    ImageRef first = upload();
    int puts = objects.puts();

    changeByteAt(3 * MIB + 5);
    ImageRef second = upload();

    assertThat(objects.puts() - puts).isEqualTo(1);
    assertThat(second.chunks()).hasSize(8).isNotEqualTo(first.chunks());
    assertThat(second.chunks().subList(4, 8)).isEqualTo(first.chunks().subList(4, 8));
  }

  @Test
  void aChangeInADatabaseCostsWhatChanged() throws Exception {
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      fill(db, 40_000);
      upload();
      int puts = objects.puts();
      long chunks = Files.size(file) / MIB;

      try (Statement statement = db.createStatement()) {
        statement.executeUpdate("UPDATE node SET body = 'changed' WHERE id = 20000");
      }
      ImageRef image = upload();

      assertThat(chunks).isGreaterThan(8);
      assertThat(objects.puts() - puts).isBetween(1, 3);
      checkpoints.download(ACME, image, target, ProgressListener.NONE);
    }
    assertThat(target).hasSameBinaryContentAs(file);
  }

  @Test
  void anInterruptedUploadGoesOnWhereItStopped() throws Exception {
    Files.write(file, randomBytes(10 * MIB));
    var left = new AtomicInteger(6);
    objects.setFaults(
        (verb, name) ->
            verb.equals("put") && left.decrementAndGet() < 0 ? Fault.AFTER : Fault.NONE);
    assertThatThrownBy(this::upload).isInstanceOf(ObjectStoreUnavailableException.class);

    objects.setFaults(InMemoryObjectStore.Faults.NONE);
    ImageRef image = upload();

    assertThat(objects.puts()).isEqualTo(10);
    checkpoints.download(ACME, image, target, ProgressListener.NONE);
    assertThat(target).hasSameBinaryContentAs(file);
  }

  @Test
  void aFileThatChangesWhileItIsReadIsRefused() throws Exception {
    Files.write(file, randomBytes(3 * MIB));
    objects.setFaults(
        (verb, name) -> {
          if (verb.equals("list")) {
            changeByteAt(2 * MIB);
          }
          return Fault.NONE;
        });

    assertThatThrownBy(this::upload)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not read the same twice");
  }

  @Test
  void anyChangedByteOfAChunkIsNoticedAndTheObjectNamed() throws Exception {
    Files.write(file, randomBytes(3_000));
    ImageRef image = upload();
    ObjectName chunk = CheckpointNames.chunk(ACME, image.chunks().getFirst());
    byte[] good = objects.get(chunk).orElseThrow();
    var random = new SplittableRandom(1);
    for (int round = 0; round < 500; round++) {
      byte[] damaged = good.clone();
      int index = round < 100 ? round / 5 : random.nextInt(good.length);
      damaged[index] ^= (byte) (1 << random.nextInt(8));
      objects.damage(chunk, damaged);

      // Some bits of a packed chunk mean nothing; what must never happen is another content.
      try {
        checkpoints.download(ACME, image, target, ProgressListener.NONE);
        assertThat(target).hasSameBinaryContentAs(file);
      } catch (ObjectCorruptException e) {
        assertThat(e.object()).isEqualTo(chunk);
        assertThat(e).hasMessageContaining(chunk.value());
      }
    }
    for (byte[] damaged : List.of(new byte[0], Arrays.copyOf(good, 100))) {
      objects.damage(chunk, damaged);
      assertThatThrownBy(() -> checkpoints.download(ACME, image, target, ProgressListener.NONE))
          .isInstanceOf(ObjectCorruptException.class);
    }
  }

  @Test
  void aMissingChunkLeavesNoFileBehind() throws Exception {
    Files.write(file, randomBytes(6 * MIB));
    ImageRef image = upload();
    objects.delete(CheckpointNames.chunk(ACME, image.chunks().get(4)));

    assertThatThrownBy(() -> checkpoints.download(ACME, image, target, ProgressListener.NONE))
        .isInstanceOf(ImageGoneException.class)
        .hasMessageContaining(image.chunks().get(4));

    assertThat(target).doesNotExist();
    assertThat(folder.resolve("downloaded.db.part")).doesNotExist();
  }

  private ImageRef upload() throws IOException, ObjectStoreException {
    return checkpoints.upload(ACME, PlainPinnedFile.of(file, ACME, 1, 5), Optional.empty());
  }

  private void changeByteAt(long position) {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {(byte) System.nanoTime()}), position);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fill(Connection db, int rows) throws SQLException {
    try (Statement statement = db.createStatement()) {
      statement.executeUpdate("CREATE TABLE node (id INTEGER PRIMARY KEY, body TEXT) STRICT");
    }
    db.setAutoCommit(false);
    try (PreparedStatement insert = db.prepareStatement("INSERT INTO node VALUES (?, ?)")) {
      for (int id = 0; id < rows; id++) {
        insert.setInt(1, id);
        insert.setString(2, ("body of node " + id + " ").repeat(15));
        insert.executeUpdate();
      }
    }
    db.commit();
    db.setAutoCommit(true);
  }

  private static byte[] randomBytes(int count) {
    var bytes = new byte[count];
    new SplittableRandom(count).nextBytes(bytes);
    return bytes;
  }
}
