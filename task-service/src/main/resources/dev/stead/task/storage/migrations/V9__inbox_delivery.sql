-- How far the webhook has got in each inbox; what was told before this version was told otherwise.
ALTER TABLE inboxes ADD COLUMN delivered BIGINT NOT NULL DEFAULT 0;
ALTER TABLE inboxes ADD COLUMN delivery_attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inboxes ADD COLUMN next_delivery BIGINT NOT NULL DEFAULT 0;
UPDATE inboxes SET delivered = last_number;
CREATE INDEX inboxes_undelivered ON inboxes (next_delivery) WHERE last_number > delivered;
