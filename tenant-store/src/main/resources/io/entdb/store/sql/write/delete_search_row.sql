DELETE FROM search_row WHERE id = ?1
