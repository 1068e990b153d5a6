SELECT target, number, body FROM outbox ORDER BY target, number
