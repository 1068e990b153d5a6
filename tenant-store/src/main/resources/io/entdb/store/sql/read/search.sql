SELECT n.id, n.type_id, n.payload, n.owner, n.restricted, n.version, n.created_at, n.updated_at, n.deleted, n.storage, n.target_user
FROM search
CROSS JOIN search_row r ON r.id = search.rowid
CROSS JOIN node n ON n.id = r.node_id
WHERE search MATCH ?1 AND r.type_id = ?2
ORDER BY search.rank, n.id
