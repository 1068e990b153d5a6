package io.entdb.store.sqlite;

import io.entdb.model.TenantId;
import io.entdb.store.StoreException;
import io.entdb.store.StoreReport;
import io.entdb.store.StoreReport.Counts;
import io.entdb.store.StoreState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at all of a file that nobody has open, and changes nothing. */
public final class FileAudit {
  /** SQLite itself stops at so many. */
  private static final int PROBLEMS_MAX = 100;

  private FileAudit() {}

  /**
   * What a file holds.
   *
   * @throws StoreException when that cannot be told: no store, another layout, in use, or damaged
   *     beyond reading
   */
  public static StoreReport of(Path file) throws StoreException {
    try {
      Path wal = file.resolveSibling(file.getFileName() + "-wal");
      if (Files.exists(wal) && Files.size(wal) > 0) {
        throw new StoreException(file + " is in use, or was not closed: there is a " + wal);
      }
      long bytes = Files.size(file);
      Statements statements = Connections.immutable(file);
      try {
        return report(file, statements, bytes);
      } finally {
        statements.close();
      }
    } catch (SQLException | SqlFailure | IOException e) {
      throw new StoreException(file + " cannot be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new StoreException(file + " holds what no store has: " + e.getMessage(), e);
    }
  }

  private static StoreReport report(Path file, Statements statements, long bytes)
      throws StoreException, SQLException {
    int layout = Connections.layout(statements);
    if (layout != Connections.LAYOUT) {
      throw new StoreException(
          "%s has layout %d, this binary reads %d".formatted(file, layout, Connections.LAYOUT));
    }
    List<String> problems = new ArrayList<>();
    statements.eachOf(
        "PRAGMA integrity_check(" + PROBLEMS_MAX + ")",
        row -> {
          if (!row.getString(1).equals("ok")) {
            problems.add(row.getString(1));
          }
          return true;
        });
    @Nullable String tenant = statements.first("read/tenant", row -> row.getString(1));
    if (tenant == null) {
      throw new StoreException(file + " holds no record of any tenant");
    }
    String fingerprint = CachedSchema.in(statements).fingerprint();
    @Nullable StoreState state = ReaderPool.stored(statements, new TenantId(tenant), fingerprint);
    @Nullable Counts counts =
        statements.first(
            "read/counts",
            row ->
                new Counts(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5)));
    if (state == null || counts == null) {
      throw new StoreException(file + " changes while it is read");
    }
    String digest = StoreAudit.digest(statements);
    if (!digest.equals(state.digest())) {
      problems.add("its rows have digest %s, but it says %s".formatted(digest, state.digest()));
    }
    return new StoreReport(state, digest, counts, problems, bytes);
  }
}
