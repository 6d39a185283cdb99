-- When, where and under which constraints a mandate holds, as a Mandate message of the contract (format 2). Rows of format 1 hold them as
-- text in open_window, places and mandate_constraints, and have no message; the service converts them when it starts. The text is still
-- written, for a process of the version before.
ALTER TABLE tasks ADD COLUMN mandate_format INTEGER NOT NULL DEFAULT 1;
ALTER TABLE tasks ADD COLUMN mandate ${blob};
