SELECT n.id, n.type_id, n.payload, n.owner, n.restricted, n.version, n.created_at, n.updated_at, n.deleted, n.storage, n.target_user,
  i.user, i.number, i.node_id, i.created_at, i.marked
FROM mailbox_item i CROSS JOIN node n ON n.id = i.node_id
WHERE i.user = ?1 AND i.number < ?2 AND i.number > ?3 ORDER BY i.number DESC
