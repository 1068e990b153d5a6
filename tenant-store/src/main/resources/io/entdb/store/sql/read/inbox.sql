SELECT source, incarnation, number FROM inbox WHERE source = ?1
