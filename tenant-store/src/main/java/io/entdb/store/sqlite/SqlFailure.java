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
  private final boolean keyTaken;

  public SqlFailure(SQLException cause) {
    super(cause.getMessage(), cause);
    SQLiteErrorCode code =
        cause instanceof SQLiteException failure
            ? failure.getResultCode()
            : SQLiteErrorCode.UNKNOWN_ERROR;
    this.malformedStatement = code == SQLiteErrorCode.SQLITE_ERROR;
    this.keyTaken =
        code == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY
            || code == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE
            || code == SQLiteErrorCode.SQLITE_CONSTRAINT_ROWID;
  }

  /** Whether a row of the same key is there already. */
  boolean isKeyTaken() {
    return keyTaken;
  }

  /** Whether SQLite could not make sense of a statement or a search text in it. */
  boolean isMalformedStatement() {
    return malformedStatement;
  }
}
