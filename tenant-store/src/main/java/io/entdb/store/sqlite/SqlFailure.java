package io.entdb.store.sqlite;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * SQLite failed: the file, the disk or a statement of ours. Never a client's or a record's fault.
 */
public final class SqlFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean malformedStatement;

  public SqlFailure(SQLException cause) {
    super(cause.getMessage(), cause);
    this.malformedStatement =
        cause instanceof SQLiteException failure
            && failure.getResultCode() == SQLiteErrorCode.SQLITE_ERROR;
  }

  /** Whether SQLite could not make sense of a statement or a search text in it. */
  boolean isMalformedStatement() {
    return malformedStatement;
  }
}
