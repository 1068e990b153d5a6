-- What the directory knows of one tenant, without reading what it knows of all.
CREATE INDEX sighting_by_tenant ON sighting (tenant_id, principal);
