DELETE FROM seen WHERE principal = ?1
