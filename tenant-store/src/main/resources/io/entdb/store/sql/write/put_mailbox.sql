INSERT INTO mailbox (user, delivered, read_through) VALUES (?1, ?2, ?3)
ON CONFLICT (user) DO UPDATE SET delivered = ?2, read_through = ?3
