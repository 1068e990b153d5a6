DELETE FROM share_path WHERE edge_type = ?1
