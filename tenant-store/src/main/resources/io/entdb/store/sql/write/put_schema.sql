INSERT INTO schema (id, body) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET body = ?1
