UPDATE edge SET props = ?4, created_at = ?5 WHERE from_id = ?2 AND edge_type = ?1 AND to_id = ?3
