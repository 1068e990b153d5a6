SELECT user, tenant_id, role, joined_at FROM membership
WHERE user = ?1 ORDER BY tenant_id
