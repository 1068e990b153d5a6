SELECT from_id FROM share_path WHERE to_id = ?1 ORDER BY edge_type, from_id
