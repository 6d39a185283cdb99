-- Two enrolments of which an operator said that they are two people, although they look alike. Goes with either of them.
CREATE TABLE look_alike (
    enrolment_id       TEXT   NOT NULL REFERENCES subject (enrolment_id) ON DELETE CASCADE,
    other_enrolment_id TEXT   NOT NULL REFERENCES subject (enrolment_id) ON DELETE CASCADE,
    reason             TEXT   NOT NULL,
    operator           TEXT   NOT NULL,
    record_time        BIGINT NOT NULL,
    PRIMARY KEY (enrolment_id, other_enrolment_id)
);

CREATE INDEX look_alike_by_other ON look_alike (other_enrolment_id);
