INSERT INTO frozen (user) VALUES (?1)
