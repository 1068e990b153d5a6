INSERT INTO seen (principal) VALUES (?1)
