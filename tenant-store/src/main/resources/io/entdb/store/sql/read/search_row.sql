SELECT id FROM search_row WHERE node_id = ?1
