INSERT INTO field_value (type_id, field_id, value, node_id) VALUES (?1, ?2, ?3, ?4)
