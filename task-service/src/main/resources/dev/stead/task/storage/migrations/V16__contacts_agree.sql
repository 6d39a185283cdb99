-- Two people are contacts once each has added the other. Those of before were added by one: they count as agreed.
-- Whom one adds need not exist: the answer must not tell.
CREATE TABLE agreed_contacts (
  person_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  create_time BIGINT NOT NULL,
  PRIMARY KEY (person_id, contact_id)
);
INSERT INTO agreed_contacts (person_id, contact_id, create_time) SELECT person_id, contact_id, create_time FROM contacts;
INSERT INTO agreed_contacts (person_id, contact_id, create_time)
  SELECT contact_id, person_id, create_time FROM contacts AS one
  WHERE NOT EXISTS (SELECT 1 FROM contacts AS other WHERE other.person_id = one.contact_id AND other.contact_id = one.person_id);
DROP TABLE contacts;
ALTER TABLE agreed_contacts RENAME TO contacts;
CREATE INDEX contacts_incoming ON contacts (contact_id, create_time);
