INSERT INTO outcome (n, idempotency_key, request_hash, tenant_time, body)
VALUES (?1, ?2, ?3, ?4, ?5)
