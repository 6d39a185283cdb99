-- The devices whose captures are believed. A put raises the version, by which every process sees what it has not read yet. The counter is
-- the highest that was used, written in the background.
CREATE TABLE capture_device (
    device_id   TEXT    PRIMARY KEY,
    terminal_id TEXT    NOT NULL,
    public_key  ${blob} NOT NULL,
    state       TEXT    NOT NULL,
    counter     BIGINT  NOT NULL,
    version     BIGINT  NOT NULL
);

CREATE INDEX capture_device_by_version ON capture_device (version);

-- The version of the last put. Its row is locked until the put commits, so that versions are seen in their order.
CREATE TABLE capture_device_version (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    version  BIGINT  NOT NULL
);

INSERT INTO capture_device_version (only_row, version) VALUES (1, 0);
