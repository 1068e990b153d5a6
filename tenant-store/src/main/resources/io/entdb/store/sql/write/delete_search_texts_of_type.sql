DELETE FROM search WHERE rowid IN (SELECT id FROM search_row WHERE type_id = ?1)
