SELECT DISTINCT tenant_id FROM sighting
WHERE (principal = ?1 OR (principal > ?1 || '@tenant:' AND principal < ?1 || '@tenant;'))
ORDER BY tenant_id
