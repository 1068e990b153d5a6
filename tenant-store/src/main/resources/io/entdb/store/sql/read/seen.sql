SELECT 1 FROM seen WHERE principal = ?1
