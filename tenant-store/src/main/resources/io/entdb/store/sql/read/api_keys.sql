SELECT body, created_at, former_hash, former_until, revoked_at FROM api_key WHERE id > ? ORDER BY id LIMIT ?
