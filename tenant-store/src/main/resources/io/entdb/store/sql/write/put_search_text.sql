INSERT INTO search (rowid, body) VALUES (?1, ?2)
