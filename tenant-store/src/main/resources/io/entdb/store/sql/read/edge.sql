SELECT edge_type, from_id, to_id, props, created_at
FROM edge WHERE from_id = ?2 AND edge_type = ?1 AND to_id = ?3
