SELECT group_id FROM group_member WHERE member = ?1 ORDER BY group_id
