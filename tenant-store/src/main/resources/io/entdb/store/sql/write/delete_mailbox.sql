DELETE FROM mailbox WHERE user = ?1
