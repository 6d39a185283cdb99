CREATE TABLE people (person_id TEXT NOT NULL PRIMARY KEY);

CREATE TABLE person_id_key (
  only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  fingerprint TEXT NOT NULL,
  plain_issuer TEXT NOT NULL
);
