INSERT INTO mailbox_item (user, number, node_id, created_at, marked) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (user, number) DO UPDATE SET marked = ?5
