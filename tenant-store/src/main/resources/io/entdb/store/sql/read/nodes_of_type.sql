SELECT id, type_id, payload, owner, restricted, version, created_at, updated_at, deleted, storage, target_user
FROM node WHERE type_id = ?1 AND deleted = 0 ORDER BY id
