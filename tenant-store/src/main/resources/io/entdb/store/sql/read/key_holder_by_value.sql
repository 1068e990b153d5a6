SELECT node_id FROM field_value
WHERE type_id = ?1 AND field_id = ?2 AND value = ?3 ORDER BY node_id
