SELECT body FROM schema WHERE id = 1
