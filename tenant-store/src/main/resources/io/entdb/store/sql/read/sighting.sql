SELECT 1 FROM sighting WHERE principal = ?1 AND tenant_id = ?2
