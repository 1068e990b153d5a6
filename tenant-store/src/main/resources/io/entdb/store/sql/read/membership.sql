SELECT user, tenant_id, role, joined_at FROM membership
WHERE user = ?1 AND tenant_id = ?2
