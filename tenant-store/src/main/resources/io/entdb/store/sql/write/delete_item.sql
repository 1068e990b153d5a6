DELETE FROM mailbox_item WHERE user = ?1 AND number = ?2
