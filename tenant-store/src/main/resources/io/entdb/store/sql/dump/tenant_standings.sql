SELECT tenant_id, status, deletion_requested_at, delete_at
FROM tenant_standing ORDER BY tenant_id
