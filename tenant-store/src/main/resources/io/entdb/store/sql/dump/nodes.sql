SELECT id, type_id, payload, owner, restricted, version, created_at, updated_at, deleted FROM node ORDER BY id
