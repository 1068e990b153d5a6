SELECT DISTINCT node_id FROM node_grant
WHERE (principal = ?1 OR (principal > ?1 || '@tenant:' AND principal < ?1 || '@tenant;'))
ORDER BY node_id LIMIT ?2
