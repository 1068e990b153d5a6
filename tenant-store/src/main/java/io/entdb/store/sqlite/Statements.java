package io.entdb.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A connection and its statements, each prepared once. For one thread at a time. */
public class Statements implements AutoCloseable {
  /** Connections that are open in this process, of whatever file. */
  private static final AtomicInteger OPEN = new AtomicInteger();

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final AtomicBoolean counted = new AtomicBoolean(true);

  public Statements(Connection connection) {
    this.connection = connection;
    OPEN.incrementAndGet();
  }

  /** How many connections are open in this process. */
  public static int open() {
    return OPEN.get();
  }

  /** Makes a value of a row. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Sees a row; false = enough. */
  @FunctionalInterface
  public interface RowVisitor {
    boolean visit(ResultSet row) throws SQLException;
  }

  final Connection connection() {
    return connection;
  }

  /** Makes what ran since the last commit durable together, as far as the process goes. */
  final void commit() throws SQLException {
    running("COMMIT");
    connection.commit();
    running("committed");
  }

  /** Told what is about to run. Does nothing here; simulations of crashes listen. */
  protected void running(String sql) {}

  /** Runs a named statement that changes rows. */
  public final void update(String name, @Nullable Object... values) {
    try {
      bind(named(name), values).executeUpdate();
    } catch (SQLException e) {
      throw failed(Sql.text(name), e);
    }
  }

  /** The first row, or null. */
  public final <T> @Nullable T first(String name, RowReader<T> reader, @Nullable Object... values) {
    try (ResultSet rows = bind(named(name), values).executeQuery()) {
      return rows.next() ? reader.read(rows) : null;
    } catch (SQLException e) {
      throw failed(Sql.text(name), e);
    }
  }

  public final <T> List<T> list(String name, RowReader<T> reader, @Nullable Object... values) {
    var found = new ArrayList<T>();
    each(
        name,
        row -> {
          found.add(reader.read(row));
          return true;
        },
        values);
    return found;
  }

  /** Shows rows, one by one, until the visitor has enough. */
  public final void each(String name, RowVisitor visitor, @Nullable Object... values) {
    eachOf(Sql.text(name), visitor, values);
  }

  /** As {@link #each}, for a statement that was put together by a query. */
  public final void eachOf(String sql, RowVisitor visitor, @Nullable Object... values) {
    try (ResultSet rows = bind(prepare(sql), values).executeQuery()) {
      boolean more = true;
      while (more && rows.next()) {
        more = visitor.visit(rows);
      }
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** Runs statements without values, for example pragmas. */
  public final void execute(String sql) {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** Sets something of the connection. */
  final void pragma(String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** A statement that failed cannot be run again; the next use prepares another. */
  private SqlFailure failed(String sql, SQLException cause) {
    @Nullable PreparedStatement statement = prepared.remove(sql);
    try {
      if (statement != null) {
        statement.close();
      }
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
    return new SqlFailure(cause);
  }

  private PreparedStatement named(String name) throws SQLException {
    return prepare(Sql.text(name));
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    running(sql);
    @Nullable PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  private static PreparedStatement bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case String text -> statement.setString(i + 1, text);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case Double number -> statement.setDouble(i + 1, number);
        case Boolean flag -> statement.setInt(i + 1, flag ? 1 : 0);
        case null, default -> throw new IllegalArgumentException("no column holds " + values[i]);
      }
    }
    return statement;
  }

  @Override
  public final void close() throws SQLException {
    try {
      for (PreparedStatement statement : prepared.values()) {
        statement.close();
      }
      connection.close();
    } finally {
      if (counted.compareAndSet(true, false)) {
        OPEN.decrementAndGet();
      }
    }
  }
}
