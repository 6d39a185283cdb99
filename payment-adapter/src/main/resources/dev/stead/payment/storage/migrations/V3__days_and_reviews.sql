-- The days that are compared by themselves: who is at one has it until lease_time.
CREATE TABLE reconciled_days (
    day         TEXT   NOT NULL PRIMARY KEY,
    lease_time  BIGINT NOT NULL,
    finish_time BIGINT,
    break_count BIGINT
);

-- What people decided about settlements in review: only added to.
CREATE TABLE reviews (
    request_id    TEXT   NOT NULL PRIMARY KEY,
    settlement_id TEXT   NOT NULL,
    operator_id   TEXT   NOT NULL,
    finding       TEXT   NOT NULL,
    note          TEXT   NOT NULL,
    create_time   BIGINT NOT NULL
);

CREATE INDEX reviews_of_settlement ON reviews (settlement_id);
