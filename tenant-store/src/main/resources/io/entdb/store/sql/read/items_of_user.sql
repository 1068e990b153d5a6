SELECT user, number, node_id, created_at, marked
FROM mailbox_item WHERE user = ?1 ORDER BY number LIMIT ?2
