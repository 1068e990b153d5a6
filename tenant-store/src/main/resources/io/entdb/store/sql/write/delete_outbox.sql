DELETE FROM outbox WHERE target = ?1 AND number = ?2
