INSERT INTO member (user, role, joined_at) VALUES (?1, ?2, ?3)
ON CONFLICT (user) DO UPDATE SET role = ?2, joined_at = ?3
