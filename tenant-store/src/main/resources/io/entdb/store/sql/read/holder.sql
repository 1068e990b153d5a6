SELECT node_id FROM unique_key WHERE type_id = ?1 AND fields = ?2 AND key = ?3
