SELECT member FROM group_member WHERE group_id = ?1 ORDER BY member
