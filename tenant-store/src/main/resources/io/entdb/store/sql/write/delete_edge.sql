DELETE FROM edge WHERE from_id = ?2 AND edge_type = ?1 AND to_id = ?3
