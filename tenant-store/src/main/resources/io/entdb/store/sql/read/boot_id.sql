SELECT boot_id FROM file WHERE id = 1
