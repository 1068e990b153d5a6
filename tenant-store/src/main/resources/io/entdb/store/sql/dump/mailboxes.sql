SELECT user, delivered, read_through FROM mailbox ORDER BY user
