SELECT principal FROM seen
WHERE (principal = ?1 OR (principal > ?1 || '@tenant:' AND principal < ?1 || '@tenant;')) ORDER BY principal
