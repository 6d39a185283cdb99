-- Who is enrolled. An enrolment has an id of its own: a receipt can name it after the subject is gone.
CREATE TABLE subject (
    gallery_id     TEXT   NOT NULL,
    subject_id     TEXT   NOT NULL,
    enrolment_id   TEXT   NOT NULL UNIQUE,
    policy_version TEXT   NOT NULL,
    grant_time     BIGINT NOT NULL,
    create_time    BIGINT NOT NULL,
    PRIMARY KEY (gallery_id, subject_id)
);

-- The data key of one enrolment, wrapped by the key-encryption key. Without it the templates are noise.
CREATE TABLE subject_key (
    enrolment_id TEXT PRIMARY KEY REFERENCES subject (enrolment_id),
    wrapped      ${blob} NOT NULL
);

-- Normalised float32, little-endian, under AES-256-GCM.
CREATE TABLE template (
    template_id  TEXT    PRIMARY KEY,
    enrolment_id TEXT    NOT NULL REFERENCES subject (enrolment_id),
    model        TEXT    NOT NULL,
    quality      INTEGER NOT NULL,
    sealed       ${blob} NOT NULL,
    create_time  BIGINT  NOT NULL
);

CREATE INDEX template_of_enrolment ON template (enrolment_id);

-- ReceiptQueries. owner_hash lets a person find their own without naming them here.
CREATE TABLE erasure (
    receipt_id       TEXT    PRIMARY KEY,
    gallery_id       TEXT    NOT NULL,
    enrolment_id     TEXT    NOT NULL,
    owner_hash       TEXT    NOT NULL,
    erased_templates INTEGER NOT NULL,
    erase_time       BIGINT  NOT NULL
);

-- Every answered intention with its first answer: a subject as it was then, or a receipt.
CREATE TABLE request (
    request_id     TEXT PRIMARY KEY,
    fingerprint    TEXT NOT NULL,
    gallery_id     TEXT NOT NULL,
    subject_id     TEXT,
    templates      INTEGER,
    policy_version TEXT,
    grant_time     BIGINT,
    create_time    BIGINT,
    receipt_id     TEXT REFERENCES erasure (receipt_id)
);
