-- Only columns with defaults and new tables: services of the version before go on beside it.

-- 1 if somebody carries the settlement until due_time, 0 if it only waits for it.
ALTER TABLE settlements ADD COLUMN leased SMALLINT NOT NULL DEFAULT 0;

-- As it was when the attempt was made: a provider refuses a key that comes again with something else.
ALTER TABLE attempts ADD COLUMN source TEXT;

-- Where a provider takes an account's money from, by the provider's own name for it.
CREATE TABLE funding_sources (
    account_id TEXT NOT NULL,
    provider   TEXT NOT NULL,
    source     TEXT NOT NULL,
    PRIMARY KEY (account_id, provider)
);

-- Each event of a provider is heard once, however often it is delivered.
CREATE TABLE provider_events (
    provider     TEXT   NOT NULL,
    event_id     TEXT   NOT NULL,
    receive_time BIGINT NOT NULL,
    PRIMARY KEY (provider, event_id)
);

CREATE INDEX provider_events_by_age ON provider_events (receive_time);

CREATE INDEX refunds_by_age ON refunds (create_time);
