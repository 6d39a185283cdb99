-- Instants are microseconds since 1970 in UTC, money is minor units.
-- Balances: only JournalTable changes them, by conditional updates; the checks here are the last line.
CREATE TABLE accounts (
    account_id  TEXT   NOT NULL PRIMARY KEY,
    owner_kind  TEXT   NOT NULL,
    owner_id    TEXT   NOT NULL,
    currency    TEXT   NOT NULL,
    available   BIGINT NOT NULL CHECK (available >= 0 OR owner_kind = 'WORLD'),
    held        BIGINT NOT NULL CHECK (held >= 0),
    create_time BIGINT NOT NULL,
    UNIQUE (owner_kind, owner_id, currency)
);

CREATE TABLE journal_entries (
    entry_id      TEXT   NOT NULL PRIMARY KEY,
    kind          TEXT   NOT NULL,
    settlement_id TEXT,
    create_time   BIGINT NOT NULL
);

-- Held money is posted or voided, once: whatever a program does, the second one fails here.
CREATE UNIQUE INDEX one_end_of_a_settlement ON journal_entries (settlement_id) WHERE kind IN ('POST', 'VOID');

-- The key is also the order of a statement.
CREATE TABLE postings (
    account_id  TEXT   NOT NULL,
    create_time BIGINT NOT NULL,
    entry_id    TEXT   NOT NULL,
    pocket      TEXT   NOT NULL,
    currency    TEXT   NOT NULL,
    amount      BIGINT NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (account_id, create_time, entry_id, pocket)
);

CREATE TABLE settlements (
    settlement_id    TEXT    NOT NULL PRIMARY KEY,
    request_id       TEXT    NOT NULL,
    payer_account_id TEXT    NOT NULL,
    payee_account_id TEXT    NOT NULL,
    currency         TEXT    NOT NULL,
    amount           BIGINT  NOT NULL CHECK (amount > 0),
    reference        TEXT    NOT NULL,
    state            TEXT    NOT NULL,
    decline_reason   TEXT,
    refunded         BIGINT  NOT NULL CHECK (refunded BETWEEN 0 AND amount),
    version          BIGINT  NOT NULL,
    tries            INTEGER NOT NULL,
    due_time         BIGINT,
    create_time      BIGINT  NOT NULL,
    update_time      BIGINT  NOT NULL
);

-- Only what is under way is in it, however many settlements there are.
CREATE INDEX settlements_due ON settlements (due_time) WHERE due_time IS NOT NULL;

CREATE INDEX settlements_in_review ON settlements (settlement_id) WHERE state = 'MANUAL_REVIEW';

CREATE TABLE attempts (
    settlement_id      TEXT    NOT NULL,
    number             INTEGER NOT NULL,
    provider           TEXT    NOT NULL,
    provider_key       TEXT    NOT NULL UNIQUE,
    provider_reference TEXT,
    create_time        BIGINT  NOT NULL,
    PRIMARY KEY (settlement_id, number)
);

CREATE TABLE refunds (
    request_id    TEXT   NOT NULL PRIMARY KEY,
    settlement_id TEXT   NOT NULL,
    currency      TEXT   NOT NULL,
    amount        BIGINT NOT NULL CHECK (amount > 0),
    create_time   BIGINT NOT NULL,
    finish_time   BIGINT
);

CREATE UNIQUE INDEX one_refund_under_way ON refunds (settlement_id) WHERE finish_time IS NULL;

-- Kept forever: a repeat is known years later.
CREATE TABLE requests (
    request_id  TEXT   NOT NULL PRIMARY KEY,
    fingerprint TEXT   NOT NULL,
    result_id   TEXT   NOT NULL,
    available   BIGINT,
    held        BIGINT
);
