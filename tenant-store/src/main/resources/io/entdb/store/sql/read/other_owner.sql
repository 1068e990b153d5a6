SELECT 1 FROM membership WHERE tenant_id = ?1 AND role = 'owner' AND user != ?2 LIMIT 1
