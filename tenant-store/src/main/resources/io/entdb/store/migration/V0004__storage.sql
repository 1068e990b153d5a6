-- Who a node is for at most: 0 the tenant, 1 the mailbox of target_user, 2 the public.
ALTER TABLE node ADD COLUMN storage INTEGER NOT NULL DEFAULT 0;
ALTER TABLE node ADD COLUMN target_user TEXT NOT NULL DEFAULT '';
