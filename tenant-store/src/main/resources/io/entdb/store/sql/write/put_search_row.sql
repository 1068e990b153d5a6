INSERT INTO search_row (node_id, type_id) VALUES (?1, ?2)
