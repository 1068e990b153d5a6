INSERT INTO share_path (to_id, edge_type, from_id)
SELECT to_id, edge_type, from_id FROM edge WHERE edge_type = ?1
