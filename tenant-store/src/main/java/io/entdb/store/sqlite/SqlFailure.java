package io.entdb.store.sqlite;

import java.sql.SQLException;

/**
 * SQLite failed: the file, the disk or a statement of ours. Never a client's or a record's fault.
 */
public final class SqlFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SqlFailure(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
