SELECT user, delivered, read_through FROM mailbox WHERE user = ?1
