package io.entdb.benchmarks.apply;

import io.entdb.benchmarks.apply.RowScript.RowChange;
import io.entdb.benchmarks.apply.RowScript.Step;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The peer: the same rows through sqlite-jdbc, with a store's settings and nothing else. It reads
 * nothing, decodes nothing, decides nothing and hashes nothing.
 */
final class RawSqlite implements AutoCloseable {
  /** As the store: record bytes after which the WAL is emptied. */
  private static final long EMPTY_AFTER_BYTES = 1L << 20;

  private static final int CACHE_KIB = 2_048;

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private long written;

  /** Opens a file that a store has made. */
  RawSqlite(Path file) throws SQLException {
    var config = new SQLiteConfig();
    config.setCacheSize(-CACHE_KIB);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "ON");
    config.setGetGeneratedKeys(false); // The driver's default is a SELECT after each INSERT.
    connection = config.createConnection("jdbc:sqlite:" + file);
    try (var statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA wal_autocheckpoint = 0");
    }
    connection.setAutoCommit(false);
  }

  /** Writes the rows of some records in one transaction. */
  void write(List<Step> steps) throws SQLException {
    for (Step step : steps) {
      for (RowChange change : step.rows()) {
        write(change);
      }
      written += step.bytes();
    }
    write(steps.getLast().position());
    connection.commit();
    if (written > EMPTY_AFTER_BYTES) {
      emptyWal();
      written = 0;
    }
  }

  private void write(RowChange change) throws SQLException {
    PreparedStatement statement = prepared.get(change.sql());
    if (statement == null) {
      statement = connection.prepareStatement(change.sql());
      prepared.put(change.sql(), statement);
    }
    @Nullable Object[] values = change.values();
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case Integer number -> statement.setInt(i + 1, number);
        case Long number -> statement.setLong(i + 1, number);
        case Double number -> statement.setDouble(i + 1, number);
        case String text -> statement.setString(i + 1, text);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case null, default -> throw new IllegalArgumentException("no column holds " + values[i]);
      }
    }
    statement.executeUpdate();
  }

  private void emptyWal() throws SQLException {
    connection.setAutoCommit(true);
    try (var statement = connection.createStatement()) {
      statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)").close();
    }
    connection.setAutoCommit(false);
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    connection.close();
  }
}
