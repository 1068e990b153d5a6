SELECT n, tenant_time, feed FROM outcome WHERE n > ?1 AND feed <> x'' ORDER BY n LIMIT ?2
