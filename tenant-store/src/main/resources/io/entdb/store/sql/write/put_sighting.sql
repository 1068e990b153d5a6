INSERT INTO sighting (principal, tenant_id) VALUES (?1, ?2)
