SELECT source, incarnation, number FROM inbox ORDER BY source
