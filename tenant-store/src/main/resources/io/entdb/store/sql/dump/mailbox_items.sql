SELECT user, number, node_id, created_at, marked FROM mailbox_item ORDER BY user, number
