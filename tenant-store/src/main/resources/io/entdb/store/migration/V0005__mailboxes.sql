-- Users' mailboxes, there from their first item on. Items are numbered as they come to a mailbox;
-- those up to read_through are read, whatever they say themselves.
CREATE TABLE mailbox (
  user TEXT NOT NULL PRIMARY KEY,
  delivered INTEGER NOT NULL,
  read_through INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mailbox_item (
  user TEXT NOT NULL,
  number INTEGER NOT NULL,
  node_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  marked INTEGER NOT NULL,
  PRIMARY KEY (user, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX mailbox_item_by_node ON mailbox_item (node_id, user);

-- Edges over which shares go on, from the target back to the source: a function of edge and schema.
CREATE TABLE share_path (
  to_id TEXT NOT NULL,
  edge_type INTEGER NOT NULL,
  from_id TEXT NOT NULL,
  PRIMARY KEY (to_id, edge_type, from_id)
) STRICT, WITHOUT ROWID;

-- What a user owns, without reading everything.
CREATE INDEX node_by_owner ON node (owner, id);
