INSERT INTO user (user_id, email, name, status, created_at, updated_at, deletion_requested_at, delete_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (user_id) DO UPDATE SET email = ?2, name = ?3, status = ?4, updated_at = ?6,
  deletion_requested_at = ?7, delete_at = ?8
