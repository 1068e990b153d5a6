SELECT role FROM group_member WHERE member = ?1 AND group_id = ?2
