-- What readers of the change feed are told of a record; empty = nothing.
ALTER TABLE outcome ADD COLUMN feed BLOB NOT NULL DEFAULT x'';
-- n of the newest record whose feed is gone.
ALTER TABLE tenant ADD COLUMN feed_floor INTEGER NOT NULL DEFAULT -1;
UPDATE tenant SET feed_floor = n;
