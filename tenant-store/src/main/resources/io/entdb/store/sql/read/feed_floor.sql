SELECT feed_floor FROM tenant WHERE id = 1
