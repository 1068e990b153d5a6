SELECT DISTINCT group_id FROM group_member WHERE group_id > ?1 ORDER BY group_id LIMIT ?2
