DELETE FROM field_value WHERE type_id = ?1 AND field_id = ?2 AND value = ?3 AND node_id = ?4
