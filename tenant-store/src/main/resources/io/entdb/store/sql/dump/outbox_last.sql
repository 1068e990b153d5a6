SELECT target, number FROM outbox_last ORDER BY target
