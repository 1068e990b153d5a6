SELECT user_id, email, name, status, created_at, updated_at, deletion_requested_at, delete_at
FROM user WHERE email = ?1 AND email != ''
