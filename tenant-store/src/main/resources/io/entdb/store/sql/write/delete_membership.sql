DELETE FROM membership WHERE user = ?1 AND tenant_id = ?2
