-- What decisions of this tenant cause in others; a row waits until its delivery is acknowledged.
CREATE TABLE outbox (
  target TEXT NOT NULL,
  number INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (target, number)
) STRICT, WITHOUT ROWID;

-- The last number given to a follow-up for each target.
CREATE TABLE outbox_last (
  target TEXT NOT NULL PRIMARY KEY,
  number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The last follow-up of each source that counted here.
CREATE TABLE inbox (
  source TEXT NOT NULL PRIMARY KEY,
  incarnation INTEGER NOT NULL,
  number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Principals of which the directory knows that this tenant may hold something of theirs.
CREATE TABLE seen (
  principal TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Users who may not write in any tenant, as the directory told.
CREATE TABLE frozen (
  user TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- From here on only the directory has rows.

CREATE TABLE membership (
  user TEXT NOT NULL,
  tenant_id TEXT NOT NULL,
  role TEXT NOT NULL,
  joined_at INTEGER NOT NULL,
  PRIMARY KEY (user, tenant_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sighting (
  principal TEXT NOT NULL,
  tenant_id TEXT NOT NULL,
  PRIMARY KEY (principal, tenant_id)
) STRICT, WITHOUT ROWID;

-- Tenants that are not active, and those that are to be deleted; times are unix ms, 0 = none.
CREATE TABLE tenant_standing (
  tenant_id TEXT NOT NULL PRIMARY KEY,
  status TEXT NOT NULL,
  deletion_requested_at INTEGER NOT NULL,
  delete_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX membership_by_tenant ON membership (tenant_id, role);
CREATE INDEX tenant_standing_due ON tenant_standing (delete_at) WHERE delete_at != 0;
CREATE INDEX user_due ON user (delete_at) WHERE status = 'pending_deletion';
