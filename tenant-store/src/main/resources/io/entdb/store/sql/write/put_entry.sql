INSERT INTO directory (tenant_id, incarnation, name, owner, partition, log_start, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
