INSERT INTO tenant (id, tenant_id, incarnation, partition, n, leader_epoch, tenant_time, digest,
  feed_floor)
VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (id) DO UPDATE SET incarnation = ?2, partition = ?3, n = ?4, leader_epoch = ?5,
  tenant_time = ?6, digest = ?7, feed_floor = ?8
