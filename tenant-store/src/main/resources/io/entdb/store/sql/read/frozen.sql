SELECT 1 FROM frozen WHERE user = ?1
