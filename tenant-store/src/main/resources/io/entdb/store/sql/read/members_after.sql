SELECT user, role, joined_at FROM member WHERE user > ?1 ORDER BY user LIMIT ?2
