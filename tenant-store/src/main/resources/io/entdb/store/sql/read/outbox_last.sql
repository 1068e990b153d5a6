SELECT number FROM outbox_last WHERE target = ?1
