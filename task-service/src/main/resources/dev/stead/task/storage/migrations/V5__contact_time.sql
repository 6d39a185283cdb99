-- Contacts from before this version are old ones.
ALTER TABLE contacts ADD COLUMN create_time BIGINT NOT NULL DEFAULT 0;
