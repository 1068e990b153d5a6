SELECT edge_type, from_id, to_id, props, created_at FROM edge ORDER BY from_id, edge_type, to_id
