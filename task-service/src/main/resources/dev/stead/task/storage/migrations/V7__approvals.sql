-- What the delegate was asked to approve (given = 0) or approved (1) on their phone.
CREATE TABLE approvals (
  task_id TEXT NOT NULL PRIMARY KEY REFERENCES tasks (task_id),
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL,
  given INTEGER NOT NULL,
  expire_time BIGINT NOT NULL
);
