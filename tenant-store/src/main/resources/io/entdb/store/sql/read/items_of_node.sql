SELECT user, number, node_id, created_at, marked
FROM mailbox_item WHERE node_id = ?1 ORDER BY user
