-- What galleries measured on themselves: thresholds as "ring size:threshold", separated by blanks. Nothing here is about a person.
CREATE TABLE calibration (
    gallery_id  TEXT             NOT NULL,
    version     INTEGER          NOT NULL,
    model       TEXT             NOT NULL,
    target_fpir DOUBLE PRECISION NOT NULL,
    subjects    BIGINT           NOT NULL,
    probes      INTEGER          NOT NULL,
    thresholds  TEXT             NOT NULL,
    create_time BIGINT           NOT NULL,
    PRIMARY KEY (gallery_id, version)
);
