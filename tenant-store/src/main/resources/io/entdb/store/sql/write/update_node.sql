UPDATE node SET payload = ?2, owner = ?3, restricted = ?4, version = ?5, updated_at = ?6, deleted = ?7
WHERE id = ?1
