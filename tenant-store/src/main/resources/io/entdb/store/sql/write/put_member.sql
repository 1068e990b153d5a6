INSERT INTO member (user, role, joined_at) VALUES (?1, ?2, ?3)
