SELECT tenant_id, incarnation, partition, n, leader_epoch, tenant_time, digest, feed_floor
FROM tenant WHERE id = 1
