SELECT id, type_id, payload, owner, restricted, version, created_at, updated_at, deleted, storage, target_user
FROM node WHERE id > ?1 ORDER BY id LIMIT ?2
