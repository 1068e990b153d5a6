SELECT user_id, email, name, status, created_at, updated_at, deletion_requested_at, delete_at
FROM user WHERE status = 'deleted' AND EXISTS (
  SELECT 1 FROM sighting
  WHERE tenant_id = ?1 AND (principal = user_id
    OR (principal > user_id || '@tenant:' AND principal < user_id || '@tenant;')))
ORDER BY user_id
