SELECT tenant_id, status, deletion_requested_at, delete_at FROM tenant_standing
WHERE delete_at != 0 AND delete_at <= ?1 AND status != 'deleted'
ORDER BY delete_at, tenant_id LIMIT ?2
