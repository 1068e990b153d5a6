INSERT INTO unique_key (type_id, fields, key, node_id) VALUES (?1, ?2, ?3, ?4)
