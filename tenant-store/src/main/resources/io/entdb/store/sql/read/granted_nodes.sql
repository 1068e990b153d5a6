SELECT node_id FROM node_grant
WHERE principal = ?1 AND deny = 0 AND (expires_at = 0 OR expires_at > ?2) AND node_id > ?3
ORDER BY node_id LIMIT ?4
