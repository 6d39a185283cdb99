-- Who authorised what: only added to.
CREATE TABLE acts (
  task_id TEXT NOT NULL REFERENCES tasks (task_id),
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  person_id TEXT NOT NULL,
  act_time BIGINT NOT NULL,
  terminal_id TEXT,
  execution_id TEXT,
  currency TEXT,
  amount BIGINT,
  assertion TEXT,
  PRIMARY KEY (task_id, number)
);
