INSERT OR IGNORE INTO share_path (to_id, edge_type, from_id) VALUES (?1, ?2, ?3)
