DELETE FROM frozen WHERE user = ?1
