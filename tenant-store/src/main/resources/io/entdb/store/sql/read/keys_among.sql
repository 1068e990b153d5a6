SELECT hex(key) FROM unique_key
WHERE type_id = ?1 AND fields = ?2 AND key IN (SELECT unhex(value) FROM json_each(?3))
