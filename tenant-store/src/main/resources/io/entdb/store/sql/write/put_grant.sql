INSERT INTO node_grant (node_id, principal, core_caps, ext_caps, expires_at, deny)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
