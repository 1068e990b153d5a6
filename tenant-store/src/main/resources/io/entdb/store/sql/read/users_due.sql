SELECT user_id, email, name, status, created_at, updated_at, deletion_requested_at, delete_at
FROM user WHERE status = 'pending_deletion' AND delete_at <= ?1
ORDER BY delete_at, user_id LIMIT ?2
