SELECT target, number, body FROM outbox WHERE target = ?1 ORDER BY number LIMIT 1
