SELECT edge_type, from_id, to_id, props, created_at FROM edge WHERE from_id = ?1
UNION
SELECT edge_type, from_id, to_id, props, created_at FROM edge WHERE to_id = ?1
