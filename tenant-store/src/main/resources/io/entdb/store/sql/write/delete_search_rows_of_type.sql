DELETE FROM search_row WHERE type_id = ?1
