SELECT n, request_hash, body FROM outcome WHERE idempotency_key = ?1
