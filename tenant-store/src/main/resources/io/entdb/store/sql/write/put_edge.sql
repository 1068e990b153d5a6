INSERT INTO edge (edge_type, from_id, to_id, props, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (from_id, edge_type, to_id) DO UPDATE SET props = ?4, created_at = ?5
