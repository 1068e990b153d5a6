SELECT user_id, email, name, status, created_at, updated_at, deletion_requested_at, delete_at
FROM user WHERE status = ?1 AND (created_at, user_id) > (?2, ?3)
ORDER BY created_at, user_id LIMIT ?4
