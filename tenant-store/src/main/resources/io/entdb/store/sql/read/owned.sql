SELECT id, type_id, payload, owner, restricted, version, created_at, updated_at, deleted, storage, target_user
FROM node WHERE owner = ?1 AND id > ?2 ORDER BY id LIMIT ?3
