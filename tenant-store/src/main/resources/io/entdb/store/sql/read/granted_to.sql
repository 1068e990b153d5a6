SELECT node_id FROM node_grant WHERE principal = ?1 ORDER BY node_id LIMIT ?2
