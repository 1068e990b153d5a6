package io.entdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.TenantId;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.objects.ObjectEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotCostTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final int ROWS = 2_000;
  private static final int MIB = 1024 * 1024;

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private final InMemoryObjectStore objects = new InMemoryObjectStore(clock);
  private final Snapshots snapshots = new Snapshots(objects, clock);
  private final SplittableRandom random = new SplittableRandom(9);

  /**
   * Goal: a snapshot costs what changed, also where the change is scattered. Method: in a database
   * of 8 MB a hundredth of the rows changes again and again, some in every chunk.
   */
  @Test
  void scatteredChangesCostWhatChanged() throws Exception {
    Path file = folder.resolve("acme.db");
    Path target = folder.resolve("downloaded.db");
    long whole;
    long sum = 0;
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      fill(db);
      whole = publish(1, file);
      assertThat(Files.size(file) / MIB).isGreaterThanOrEqualTo(7);
      for (int i = 2; i <= 21; i++) {
        update(db, ROWS / 100);
        clock.advance(Duration.ofDays(2)); // Nothing is used again because it is young.
        long sent = publish(i, file);
        sum += sent;
        if (i == 2) {
          assertThat(sent).isBetween(whole / 200, whole / 25);
        }
      }
    }
    assertThat(sum / 20).as("on average").isLessThan(whole / 5);
    SnapshotManifest newest = snapshots.newest(ACME, Snapshots.Choice.ANY).orElseThrow();
    snapshots.download(newest, target, ProgressListener.NONE);
    assertThat(target).hasSameBinaryContentAs(file);
  }

  /** Bytes that a snapshot took, its manifest among them. */
  private long publish(long n, Path file) throws Exception {
    long before = stored();
    SnapshotFiles.publish(snapshots, ACME, n, file);
    return stored() - before;
  }

  private long stored() throws Exception {
    return objects.list("", "").stream().mapToLong(ObjectEntry::bytes).sum();
  }

  private void fill(Connection db) throws SQLException {
    try (Statement statement = db.createStatement()) {
      statement.executeUpdate("CREATE TABLE node (id INTEGER PRIMARY KEY, body TEXT) STRICT");
    }
    db.setAutoCommit(false);
    try (PreparedStatement insert = db.prepareStatement("INSERT INTO node VALUES (?, ?)")) {
      for (int id = 0; id < ROWS; id++) {
        insert.setInt(1, id);
        insert.setString(2, text());
        insert.executeUpdate();
      }
    }
    db.commit();
    db.setAutoCommit(true);
  }

  private void update(Connection db, int rows) throws SQLException {
    db.setAutoCommit(false);
    try (PreparedStatement update = db.prepareStatement("UPDATE node SET body = ? WHERE id = ?")) {
      for (int i = 0; i < rows; i++) {
        update.setString(1, text());
        update.setInt(2, i * (ROWS / rows) + random.nextInt(ROWS / rows));
        update.executeUpdate();
      }
    }
    db.commit();
    db.setAutoCommit(true);
  }

  /** Compresses no better than by a quarter. */
  private String text() {
    var text = new StringBuilder();
    for (int i = 0; i < 4_000; i++) {
      text.append((char) ('0' + random.nextInt(64)));
    }
    return text.toString();
  }
}
