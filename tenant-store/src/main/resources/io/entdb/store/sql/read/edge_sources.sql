SELECT from_id FROM edge WHERE to_id = ?1 AND edge_type = ?2 ORDER BY from_id
