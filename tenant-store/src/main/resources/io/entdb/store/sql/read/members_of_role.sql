SELECT user, role, joined_at FROM member WHERE role = ?2 ORDER BY user LIMIT ?1
