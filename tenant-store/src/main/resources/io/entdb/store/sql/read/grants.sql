SELECT principal, core_caps, ext_caps, expires_at, deny
FROM node_grant WHERE node_id = ?1 ORDER BY principal
