INSERT INTO outbox_last (target, number) VALUES (?1, ?2)
ON CONFLICT (target) DO UPDATE SET number = ?2
