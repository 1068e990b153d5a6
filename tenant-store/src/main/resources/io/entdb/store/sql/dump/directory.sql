SELECT tenant_id, incarnation, name, owner, partition, log_start, created_at FROM directory ORDER BY tenant_id
