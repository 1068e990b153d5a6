SELECT type_id, fields, key, node_id FROM unique_key ORDER BY type_id, fields, key
