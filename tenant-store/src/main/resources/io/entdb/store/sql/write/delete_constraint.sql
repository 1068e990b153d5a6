DELETE FROM unique_key WHERE type_id = ?1 AND fields = ?2
