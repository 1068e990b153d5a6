INSERT INTO node (id, type_id, payload, owner, restricted, version, created_at, updated_at, deleted, storage, target_user)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
