SELECT principal FROM sighting WHERE tenant_id = ?1 ORDER BY principal
