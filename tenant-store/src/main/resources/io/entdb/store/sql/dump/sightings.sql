SELECT principal, tenant_id FROM sighting ORDER BY principal, tenant_id
