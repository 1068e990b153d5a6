DELETE FROM member WHERE user = ?1
