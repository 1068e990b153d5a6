package io.entdb.benchmarks.apply;

import io.entdb.model.TenantId;
import io.entdb.model.record.LogEntry;
import io.entdb.store.RecordFaultException;
import io.entdb.store.StoreException;
import io.entdb.store.StoreSettings;
import io.entdb.store.TenantStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Exactly the rows that a store writes for each record of a log, as plain statements: triggers on
 * every table of a store's file note what its writer does to it.
 */
final class RowScript {
  private final List<Step> steps;

  /** One change of a row. */
  record RowChange(String sql, @Nullable Object[] values) {
    RowChange {
      sql =
          sql.intern(); // Few texts, many rows: looking a statement up must cost the peer nothing.
    }
  }

  /**
   * What one record writes.
   *
   * @param bytes of the record in the log: the WAL is emptied by these
   * @param position the change of the row that says where the tenant stands, once per transaction
   */
  record Step(int bytes, List<RowChange> rows, RowChange position) {}

  private RowScript(List<Step> steps) {
    this.steps = steps;
  }

  List<Step> steps() {
    return steps;
  }

  /** Applies the entries to a new store, one by one, and notes the rows. */
  static RowScript record(Path file, TenantId tenant, List<LogEntry> entries)
      throws StoreException, RecordFaultException, SQLException {
    TenantStore.open(file, tenant, StoreSettings.DEFAULT).close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      Map<String, List<Column>> tables = tables(connection);
      watch(connection, tables);
      try (var store = TenantStore.open(file, tenant, StoreSettings.DEFAULT)) {
        for (LogEntry entry : entries) {
          store.apply(List.of(entry));
        }
      }
      return new RowScript(steps(connection, tables, entries));
    }
  }

  private record Column(String name, boolean key) {}

  private static Map<String, List<Column>> tables(Connection connection) throws SQLException {
    var tables = new HashMap<String, List<Column>>();
    try (var query = connection.createStatement();
        ResultSet row =
            query.executeQuery(
                "SELECT t.name, c.name, c.pk FROM pragma_table_list AS t, pragma_table_info(t.name)"
                    + " AS c WHERE t.schema = 'main' AND t.type = 'table' AND t.name <>"
                    + " 'sqlite_schema' ORDER BY t.name, c.cid")) {
      while (row.next()) {
        tables
            .computeIfAbsent(row.getString(1), name -> new ArrayList<>())
            .add(new Column(row.getString(2), row.getInt(3) > 0));
      }
    }
    return tables;
  }

  private static void watch(Connection connection, Map<String, List<Column>> tables)
      throws SQLException {
    int width = tables.values().stream().mapToInt(List::size).max().orElseThrow();
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE noted (seq INTEGER PRIMARY KEY, tbl, op, %s)"
              .formatted(
                  IntStream.range(0, width)
                      .mapToObj(i -> "new%d, old%d".formatted(i, i))
                      .collect(Collectors.joining(", "))));
      for (var table : tables.entrySet()) {
        for (String op : List.of("INSERT", "UPDATE", "DELETE")) {
          statement.executeUpdate(trigger(table.getKey(), table.getValue(), op));
        }
      }
    }
  }

  private static String trigger(String table, List<Column> columns, String op) {
    var names = new ArrayList<String>();
    var values = new ArrayList<String>();
    for (int i = 0; i < columns.size(); i++) {
      if (!op.equals("DELETE")) {
        names.add("new" + i);
        values.add("NEW." + columns.get(i).name());
      }
      if (!op.equals("INSERT")) {
        names.add("old" + i);
        values.add("OLD." + columns.get(i).name());
      }
    }
    return "CREATE TRIGGER note_%s_%s AFTER %s ON %s BEGIN INSERT INTO noted (tbl, op, %s) VALUES ('%s', '%s', %s); END"
        .formatted(
            table, op, op, table, String.join(", ", names), table, op, String.join(", ", values));
  }

  private static List<Step> steps(
      Connection connection, Map<String, List<Column>> tables, List<LogEntry> entries)
      throws SQLException {
    var steps = new ArrayList<Step>();
    var rows = new ArrayList<RowChange>();
    try (var query = connection.createStatement();
        ResultSet row = query.executeQuery("SELECT * FROM noted ORDER BY seq")) {
      while (row.next()) {
        String table = row.getString("tbl");
        if (table.equals("file")) {
          continue; // Opening the store wrote this, no record did.
        }
        List<Column> columns = Objects.requireNonNull(tables.get(table));
        RowChange change = change(table, columns, row);
        if (table.equals("tenant")) {
          steps.add(new Step(entries.get(steps.size()).value().length, List.copyOf(rows), change));
          rows.clear();
        } else {
          rows.add(change);
        }
      }
    }
    if (steps.size() != entries.size()) {
      throw new IllegalStateException(
          "%d records made %d transactions".formatted(entries.size(), steps.size()));
    }
    return steps;
  }

  private static RowChange change(String table, List<Column> columns, ResultSet row)
      throws SQLException {
    return switch (row.getString("op")) {
      case "INSERT" -> insert(table, columns, row);
      case "UPDATE" -> update(table, columns, row);
      default -> delete(table, columns, row);
    };
  }

  private static RowChange insert(String table, List<Column> columns, ResultSet row)
      throws SQLException {
    var values = new ArrayList<@Nullable Object>();
    for (int i = 0; i < columns.size(); i++) {
      values.add(row.getObject("new" + i));
    }
    String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
    String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
    return new RowChange(
        "INSERT INTO %s (%s) VALUES (%s)".formatted(table, names, marks), values.toArray());
  }

  /** Sets only what changed: a column that is set costs its indexes, changed or not. */
  private static RowChange update(String table, List<Column> columns, ResultSet row)
      throws SQLException {
    var set = new ArrayList<String>();
    var values = new ArrayList<@Nullable Object>();
    for (int i = 0; i < columns.size(); i++) {
      Object next = row.getObject("new" + i);
      if (!Objects.deepEquals(next, row.getObject("old" + i))) {
        set.add(columns.get(i).name() + " = ?");
        values.add(next);
      }
    }
    return where("UPDATE %s SET %s".formatted(table, String.join(", ", set)), values, columns, row);
  }

  private static RowChange delete(String table, List<Column> columns, ResultSet row)
      throws SQLException {
    return where("DELETE FROM " + table, new ArrayList<>(), columns, row);
  }

  private static RowChange where(
      String start, List<@Nullable Object> values, List<Column> columns, ResultSet row)
      throws SQLException {
    var conditions = new ArrayList<String>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).key()) {
        conditions.add(columns.get(i).name() + " = ?");
        values.add(row.getObject("old" + i));
      }
    }
    return new RowChange(start + " WHERE " + String.join(" AND ", conditions), values.toArray());
  }
}
