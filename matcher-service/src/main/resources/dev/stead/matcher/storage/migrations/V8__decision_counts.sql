-- DecisionCounts: how much was told, about whom, to whom. Ids are empty where a counter is not about one subject, or about all
-- sources; period is a number of hours, days or 30 days since 1970, by kind. Rows about a subject are deleted with the subject.
CREATE TABLE decision_count (
    gallery_id TEXT    NOT NULL,
    subject_id TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    source     TEXT    NOT NULL,
    period     BIGINT  NOT NULL,
    spent      INTEGER NOT NULL,
    PRIMARY KEY (gallery_id, subject_id, kind, source, period)
);
