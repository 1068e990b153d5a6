package io.entdb.store.sqlite;

import static java.util.stream.Collectors.joining;

import io.entdb.model.TenantId;
import io.entdb.store.StoreException;
import io.entdb.store.StoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** Opens the connections of a tenant's file, with the settings that ADR 0007 gives reasons for. */
public final class Connections {
  /** What makes each layout from the one before; only added to. */
  private static final List<String> MIGRATIONS =
      List.of(
          "V0001__tenant",
          "V0002__principals",
          "V0003__users",
          "V0004__storage",
          "V0005__mailboxes",
          "V0006__follow_ups",
          "V0007__mailbox_nodes",
          "V0008__feed",
          "V0009__sightings_of_tenant");

  /** The newest layout of the file. */
  static final int LAYOUT = MIGRATIONS.size();

  static final int BUSY_TIMEOUT_MS = 5_000;

  private final Path file;
  private final StoreSettings settings;
  private final Function<Connection, Statements> statementsOf;

  /**
   * Connections to a file.
   *
   * @param statementsOf makes the statements of the writing connection
   */
  public Connections(
      Path file, StoreSettings settings, Function<Connection, Statements> statementsOf) {
    this.file = file;
    this.settings = settings;
    this.statementsOf = statementsOf;
  }

  /**
   * The writing connection, with the file made or brought to the newest layout.
   *
   * @param adopt take the file over from another boot of a machine, because it was checked
   */
  public Statements writer(TenantId tenant, boolean adopt) throws StoreException {
    try {
      boolean fresh = !Files.exists(file);
      var config = config(settings.writerCacheKib());
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
      config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "ON");
      var statements = statementsOf.apply(open(config));
      try {
        statements.execute("PRAGMA wal_autocheckpoint = 0");
        prepare(statements, tenant, fresh || adopt);
        statements.connection().setAutoCommit(false);
        return statements;
      } catch (StoreException | RuntimeException e) {
        statements.close();
        throw e;
      }
    } catch (SQLException | SqlFailure e) {
      throw new StoreException("cannot open " + file + ": " + e.getMessage(), e);
    }
  }

  /** A reading connection. The file must be open for writing as well. */
  public Statements reader() throws SQLException {
    var config = config(settings.readerCacheKib());
    config.setOpenMode(SQLiteOpenMode.READONLY);
    config.resetOpenMode(SQLiteOpenMode.READWRITE);
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setReadOnly(true);
    Connection connection = open(config);
    connection.setAutoCommit(false);
    return new Statements(connection);
  }

  /** Reads a file that nobody has open, without changing it or anything beside it. */
  static Statements immutable(Path file) throws SQLException {
    var config = config(StoreSettings.DEFAULT.readerCacheKib());
    config.setReadOnly(true);
    String path = file.toAbsolutePath().toUri().getRawPath();
    Connection connection = config.createConnection("jdbc:sqlite:file:" + path + "?immutable=1");
    connection.setAutoCommit(false);
    return new Statements(connection);
  }

  /** Brings a file that nobody has open, of whatever tenant, to the newest layout. */
  static void bringUp(Path file) throws StoreException {
    try (Connection connection =
        config(StoreSettings.DEFAULT.writerCacheKib())
            .createConnection("jdbc:sqlite:" + file.toAbsolutePath())) {
      try (var statements = new Statements(connection)) {
        migrate(file, statements);
      }
    } catch (SQLException | SqlFailure e) {
      throw new StoreException("cannot open " + file + ": " + e.getMessage(), e);
    }
  }

  private Connection open(SQLiteConfig config) throws SQLException {
    return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
  }

  private static SQLiteConfig config(int cacheKib) {
    var config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.setCacheSize(-cacheKib);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    // Otherwise the driver prepares and runs a SELECT after every INSERT.
    config.setGetGeneratedKeys(false);
    return config;
  }

  private void prepare(Statements statements, TenantId tenant, boolean takeOver)
      throws StoreException, SQLException {
    migrate(file, statements);
    if (takeOver) {
      statements.update("write/put_boot_id", BootId.current());
    }
    @Nullable String bootId = statements.first("read/boot_id", row -> row.getString(1));
    if (!BootId.current().equals(bootId)) {
      throw new StoreException(
          file + " was written in another boot of this machine, so its last pages may be lost");
    }
    @Nullable String owner = statements.first("read/tenant", row -> row.getString(1));
    if (owner != null && !owner.equals(tenant.value())) {
      throw new StoreException(file + " belongs to tenant " + owner + ", not to " + tenant);
    }
  }

  static int layout(Statements statements) throws SQLException {
    try (var query = statements.connection().createStatement();
        var row = query.executeQuery("PRAGMA user_version")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private static void migrate(Path file, Statements statements)
      throws StoreException, SQLException {
    int layout = layout(statements);
    if (layout > LAYOUT) {
      throw new StoreException(
          file + " has layout " + layout + ", this binary knows layouts up to " + LAYOUT);
    }
    if (layout < LAYOUT) {
      statements.execute(
          "BEGIN IMMEDIATE;\n"
              + MIGRATIONS.stream().skip(layout).map(Sql::migration).collect(joining())
              + "PRAGMA user_version = "
              + LAYOUT
              + ";\nCOMMIT;");
    }
  }
}
