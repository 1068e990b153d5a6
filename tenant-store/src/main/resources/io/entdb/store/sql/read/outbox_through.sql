SELECT target, number, body FROM outbox
WHERE target = ?1 AND number <= ?2 ORDER BY number
