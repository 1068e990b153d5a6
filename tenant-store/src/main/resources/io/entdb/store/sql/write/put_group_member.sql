INSERT INTO group_member (group_id, member, role) VALUES (?1, ?2, ?3)
ON CONFLICT (member, group_id) DO UPDATE SET role = ?3
