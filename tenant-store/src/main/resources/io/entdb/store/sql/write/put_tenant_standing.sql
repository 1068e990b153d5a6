INSERT INTO tenant_standing (tenant_id, status, deletion_requested_at, delete_at)
VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (tenant_id) DO UPDATE SET status = ?2, deletion_requested_at = ?3, delete_at = ?4
