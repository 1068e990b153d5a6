INSERT INTO membership (user, tenant_id, role, joined_at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (user, tenant_id) DO UPDATE SET role = ?3, joined_at = ?4
