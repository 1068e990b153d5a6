DELETE FROM share_path WHERE to_id = ?1 AND edge_type = ?2 AND from_id = ?3
