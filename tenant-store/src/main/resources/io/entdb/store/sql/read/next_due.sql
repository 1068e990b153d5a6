SELECT min(at) FROM (
  SELECT min(delete_at) AS at FROM user WHERE status = 'pending_deletion'
  UNION ALL
  SELECT min(delete_at) FROM tenant_standing WHERE delete_at != 0 AND status != 'deleted')
