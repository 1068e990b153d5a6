INSERT INTO outbox (target, number, body) VALUES (?1, ?2, ?3)
