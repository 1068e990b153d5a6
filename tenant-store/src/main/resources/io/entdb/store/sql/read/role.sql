SELECT role FROM member WHERE user = ?1
