INSERT INTO outcome (n, idempotency_key, request_hash, tenant_time, body, feed)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
