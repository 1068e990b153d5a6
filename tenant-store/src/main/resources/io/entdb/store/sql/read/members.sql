SELECT user, role, joined_at FROM member ORDER BY user LIMIT ?1
