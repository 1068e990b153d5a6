-- One tenant's state. Logical tables first, then what follows from them.
-- Text compares as binary everywhere, so that order never depends on a locale.

CREATE TABLE file (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  boot_id TEXT NOT NULL
) STRICT;

-- Where the tenant stands; one row. The digest covers all logical rows but this one.
CREATE TABLE tenant (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  tenant_id TEXT NOT NULL,
  incarnation INTEGER NOT NULL,
  partition INTEGER NOT NULL,
  n INTEGER NOT NULL,
  leader_epoch INTEGER NOT NULL,
  tenant_time INTEGER NOT NULL,
  digest BLOB NOT NULL
) STRICT;

CREATE TABLE schema (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  body BLOB NOT NULL
) STRICT;

CREATE TABLE node (
  id TEXT NOT NULL PRIMARY KEY,
  type_id INTEGER NOT NULL,
  payload BLOB NOT NULL,
  owner TEXT NOT NULL,
  restricted INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE node_grant (
  node_id TEXT NOT NULL,
  principal TEXT NOT NULL,
  core_caps INTEGER NOT NULL,
  ext_caps TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  deny INTEGER NOT NULL,
  PRIMARY KEY (node_id, principal)
) STRICT, WITHOUT ROWID;

CREATE TABLE edge (
  edge_type INTEGER NOT NULL,
  from_id TEXT NOT NULL,
  to_id TEXT NOT NULL,
  props BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (from_id, edge_type, to_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
  user TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL,
  joined_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE group_member (
  group_id TEXT NOT NULL,
  member TEXT NOT NULL,
  role TEXT NOT NULL,
  PRIMARY KEY (member, group_id)
) STRICT, WITHOUT ROWID;

-- What holds for the tenant as a whole, by name; a name without a row has its default.
CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- n is the record's place in the log, so rows arrive and expire in the order of the table.
CREATE TABLE outcome (
  n INTEGER PRIMARY KEY,
  idempotency_key TEXT NOT NULL UNIQUE,
  request_hash BLOB NOT NULL,
  tenant_time INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;

-- Only the directory has rows here.
CREATE TABLE directory (
  tenant_id TEXT NOT NULL PRIMARY KEY,
  incarnation INTEGER NOT NULL,
  name TEXT NOT NULL,
  owner TEXT NOT NULL,
  partition INTEGER NOT NULL,
  log_start INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Only the directory has rows here. former_hash is empty where former_until is 0.
CREATE TABLE api_key (
  id TEXT NOT NULL PRIMARY KEY,
  body BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  former_hash BLOB NOT NULL,
  former_until INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- From here on: functions of the tables above.

CREATE TABLE unique_key (
  type_id INTEGER NOT NULL,
  fields TEXT NOT NULL,
  key BLOB NOT NULL,
  node_id TEXT NOT NULL,
  PRIMARY KEY (type_id, fields, key)
) STRICT, WITHOUT ROWID;

-- Values of indexed fields of live nodes. A node without a value has minus infinity, which sorts
-- before every other value, so that ordering by the field leaves no node out.
CREATE TABLE field_value (
  type_id INTEGER NOT NULL,
  field_id INTEGER NOT NULL,
  value ANY NOT NULL,
  node_id TEXT NOT NULL,
  PRIMARY KEY (type_id, field_id, value, node_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX node_by_creation ON node (type_id, created_at, id) WHERE deleted = 0;
CREATE INDEX node_by_update ON node (type_id, updated_at, id) WHERE deleted = 0;
CREATE INDEX node_by_type ON node (type_id, id) WHERE deleted = 0;
CREATE INDEX edge_out ON edge (from_id, created_at, edge_type, to_id);
CREATE INDEX edge_in ON edge (to_id, created_at, edge_type, from_id);
