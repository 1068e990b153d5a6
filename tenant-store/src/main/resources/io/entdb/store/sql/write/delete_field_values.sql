DELETE FROM field_value WHERE type_id = ?1 AND field_id = ?2
