-- Made when a schema first has a searchable field: five tables that most tenants never need.
-- Which row of the full-text index is whose; only live nodes with searchable text have one.
CREATE TABLE IF NOT EXISTS search_row (
  id INTEGER PRIMARY KEY,
  node_id TEXT NOT NULL UNIQUE,
  type_id INTEGER NOT NULL
) STRICT;

CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5 (body, tokenize = 'porter unicode61');

-- Deleted text leaves the index at once, not with some later merge.
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
