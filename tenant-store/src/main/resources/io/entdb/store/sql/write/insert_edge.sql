INSERT INTO edge (edge_type, from_id, to_id, props, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
