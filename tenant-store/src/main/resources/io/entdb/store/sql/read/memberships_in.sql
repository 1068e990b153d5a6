SELECT user, tenant_id, role, joined_at FROM membership
WHERE tenant_id = ?1 ORDER BY user
