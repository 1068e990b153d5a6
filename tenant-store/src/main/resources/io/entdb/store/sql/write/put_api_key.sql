INSERT INTO api_key (id, body, created_at, former_hash, former_until, revoked_at)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
  body = excluded.body, former_hash = excluded.former_hash, former_until = excluded.former_until,
  revoked_at = excluded.revoked_at
