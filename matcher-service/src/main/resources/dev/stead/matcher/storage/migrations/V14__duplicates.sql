-- Two enrolments that look like one person, and are not on record as look-alikes. Goes with either of them.
CREATE TABLE duplicate (
    enrolment_id       TEXT   NOT NULL REFERENCES subject (enrolment_id) ON DELETE CASCADE,
    other_enrolment_id TEXT   NOT NULL REFERENCES subject (enrolment_id) ON DELETE CASCADE,
    find_time          BIGINT NOT NULL,
    PRIMARY KEY (enrolment_id, other_enrolment_id)
);

CREATE INDEX duplicate_by_other ON duplicate (other_enrolment_id);
