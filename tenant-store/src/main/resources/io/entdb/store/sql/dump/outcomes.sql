SELECT n, idempotency_key, request_hash, tenant_time, body FROM outcome ORDER BY n
