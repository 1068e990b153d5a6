SELECT idempotency_key FROM outcome WHERE idempotency_key IN (SELECT value FROM json_each(?))
