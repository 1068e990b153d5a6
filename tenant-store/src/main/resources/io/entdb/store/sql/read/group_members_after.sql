SELECT group_id, member, role FROM group_member
WHERE group_id = ?1 AND member > ?2 ORDER BY member LIMIT ?3
