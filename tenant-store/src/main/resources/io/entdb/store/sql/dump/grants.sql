SELECT node_id, principal, core_caps, ext_caps, expires_at, deny FROM node_grant ORDER BY node_id, principal
