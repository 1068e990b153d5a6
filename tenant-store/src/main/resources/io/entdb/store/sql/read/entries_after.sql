SELECT tenant_id, incarnation, name, owner, partition, log_start, created_at
FROM directory WHERE tenant_id > ?1 ORDER BY tenant_id LIMIT ?2
