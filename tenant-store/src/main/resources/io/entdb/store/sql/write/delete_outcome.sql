DELETE FROM outcome WHERE n = ?1
