SELECT principal FROM sighting
WHERE (principal = ?1 OR (principal > ?1 || '@tenant:' AND principal < ?1 || '@tenant;'))
  AND tenant_id = ?2 ORDER BY principal
