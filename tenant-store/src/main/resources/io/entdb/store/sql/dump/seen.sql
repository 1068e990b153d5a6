SELECT principal FROM seen ORDER BY principal
