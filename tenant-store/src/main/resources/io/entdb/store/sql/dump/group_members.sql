SELECT group_id, member, role FROM group_member ORDER BY group_id, member
