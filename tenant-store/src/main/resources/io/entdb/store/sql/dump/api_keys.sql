SELECT body, created_at, former_hash, former_until, revoked_at FROM api_key ORDER BY id
