SELECT count(*) FROM (SELECT 1 FROM member WHERE role = 'owner' LIMIT 2)
