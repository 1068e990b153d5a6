SELECT 1 FROM node_grant
WHERE principal = ?1 AND deny = 0 AND (expires_at = 0 OR expires_at > ?2) LIMIT 1
