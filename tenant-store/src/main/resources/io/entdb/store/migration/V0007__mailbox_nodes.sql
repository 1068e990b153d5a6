-- The nodes of one mailbox, without reading everybody's.
CREATE INDEX node_of_mailbox ON node (target_user, type_id, created_at, id)
  WHERE target_user <> '' AND deleted = 0;
