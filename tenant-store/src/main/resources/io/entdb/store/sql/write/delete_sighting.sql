DELETE FROM sighting WHERE principal = ?1 AND tenant_id = ?2
