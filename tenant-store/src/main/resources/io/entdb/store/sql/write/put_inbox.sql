INSERT INTO inbox (source, incarnation, number) VALUES (?1, ?2, ?3)
ON CONFLICT (source) DO UPDATE SET incarnation = ?2, number = ?3
