-- Whether a template waits for an operator's decision: then it is not in the index.
ALTER TABLE template ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
CREATE INDEX template_held ON template (enrolment_id) WHERE held = 1;

-- Whom the held templates of an enrolment look like. Goes with either of them.
CREATE TABLE held_look_alike (
    enrolment_id       TEXT NOT NULL REFERENCES subject (enrolment_id) ON DELETE CASCADE,
    other_enrolment_id TEXT NOT NULL REFERENCES subject (enrolment_id) ON DELETE CASCADE,
    PRIMARY KEY (enrolment_id, other_enrolment_id)
);

CREATE INDEX held_look_alike_by_other ON held_look_alike (other_enrolment_id);
