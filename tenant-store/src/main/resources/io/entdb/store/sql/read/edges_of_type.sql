SELECT edge_type, from_id, to_id, props, created_at
FROM edge WHERE from_id = ?1 AND edge_type = ?2 ORDER BY to_id
