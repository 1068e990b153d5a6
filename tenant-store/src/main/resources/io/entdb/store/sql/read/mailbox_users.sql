SELECT user FROM mailbox m
WHERE EXISTS (SELECT 1 FROM mailbox_item i WHERE i.user = m.user) ORDER BY user
