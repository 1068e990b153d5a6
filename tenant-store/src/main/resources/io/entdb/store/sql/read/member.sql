SELECT user, role, joined_at FROM member WHERE user = ?1
