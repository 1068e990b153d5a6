UPDATE outcome SET feed = x'' WHERE feed <> x''
