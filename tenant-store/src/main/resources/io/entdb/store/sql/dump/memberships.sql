SELECT user, tenant_id, role, joined_at FROM membership ORDER BY user, tenant_id
