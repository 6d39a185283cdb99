-- People's passkeys; ids of credentials, keys and nonces as text. A passkey approves from its active time on.
CREATE TABLE passkeys (
  passkey_id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL,
  credential_id TEXT NOT NULL UNIQUE,
  public_key TEXT NOT NULL,
  counter BIGINT NOT NULL,
  backup_eligible INTEGER NOT NULL,
  create_time BIGINT NOT NULL,
  active_time BIGINT NOT NULL
);
CREATE INDEX passkeys_of_person ON passkeys (person_id);

-- What a passkey may sign next, one for each purpose; gone once it is used.
CREATE TABLE passkey_challenges (
  person_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  object_id TEXT NOT NULL,
  nonce TEXT NOT NULL,
  expire_time BIGINT NOT NULL,
  PRIMARY KEY (person_id, purpose, object_id)
);

-- Notifications that are not about a task; in the same inboxes, with numbers of the same sequence. The passkey may be gone.
CREATE TABLE passkey_notifications (
  person_id TEXT NOT NULL,
  number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  create_time BIGINT NOT NULL,
  passkey_id TEXT NOT NULL,
  passkey_create_time BIGINT NOT NULL,
  active_time BIGINT NOT NULL,
  PRIMARY KEY (person_id, number)
);

-- The passkey that approved, and its proof; NULL for an approval by a face.
ALTER TABLE approvals ADD COLUMN passkey_id TEXT;
ALTER TABLE acts ADD COLUMN passkey TEXT;
