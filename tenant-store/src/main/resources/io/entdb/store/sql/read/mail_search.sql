SELECT n.id, n.type_id, n.payload, n.owner, n.restricted, n.version, n.created_at, n.updated_at, n.deleted, n.storage, n.target_user,
  i.user, i.number, i.node_id, i.created_at, i.marked,
  snippet(search, 0, '<b>', '</b>', '…', 24), search.rank
FROM search
CROSS JOIN search_row r ON r.id = search.rowid
CROSS JOIN mailbox_item i ON i.node_id = r.node_id AND i.user = ?2
CROSS JOIN node n ON n.id = r.node_id
WHERE search MATCH ?1
ORDER BY search.rank, n.id
