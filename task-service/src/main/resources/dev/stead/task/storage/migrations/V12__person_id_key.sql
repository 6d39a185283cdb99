-- How people's ids are made of their tokens' subjects: the fingerprint of the key, and the issuer whose subjects are ids as they are
-- (empty: none). Written at the first start that accepts tokens; a later start with others is refused.
CREATE TABLE person_id_key (
  only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  fingerprint TEXT NOT NULL,
  plain_issuer TEXT NOT NULL
);
