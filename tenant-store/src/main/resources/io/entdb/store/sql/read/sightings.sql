SELECT tenant_id FROM sighting WHERE principal = ?1 ORDER BY tenant_id
