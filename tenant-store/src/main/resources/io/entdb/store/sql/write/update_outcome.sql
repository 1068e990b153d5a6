UPDATE outcome SET body = ?2 WHERE n = ?1
