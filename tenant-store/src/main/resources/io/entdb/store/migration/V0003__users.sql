-- Users of the system; only the directory has rows here. A deleted user keeps its id alone.
CREATE TABLE user (
  user_id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deletion_requested_at INTEGER NOT NULL,
  delete_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX user_by_email ON user (email) WHERE email != '';
CREATE INDEX user_by_status ON user (status, created_at, user_id);
