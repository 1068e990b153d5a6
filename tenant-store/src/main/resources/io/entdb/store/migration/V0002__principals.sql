-- Groups are listed with their members, and grants are found by whom they name.
CREATE INDEX group_member_by_group ON group_member (group_id, member);
CREATE INDEX node_grant_by_principal ON node_grant (principal, node_id);
