-- Instants are microseconds since 1970 UTC, money is in minor units. The same text runs on SQLite and on PostgreSQL.

-- The operator's register. The epoch rises with every change of it, so that a cached row can be known to be current.
CREATE TABLE register_epoch (
  only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  epoch BIGINT NOT NULL
);
INSERT INTO register_epoch (only_row, epoch) VALUES (1, 1);

CREATE TABLE merchants (
  merchant_id TEXT NOT NULL PRIMARY KEY,
  display_name TEXT NOT NULL
);

CREATE TABLE sites (
  site_id TEXT NOT NULL PRIMARY KEY,
  display_name TEXT NOT NULL
);

CREATE TABLE terminals (
  terminal_id TEXT NOT NULL PRIMARY KEY,
  latitude DOUBLE PRECISION NOT NULL,
  longitude DOUBLE PRECISION NOT NULL,
  site_id TEXT REFERENCES sites (site_id),
  merchant_id TEXT REFERENCES merchants (merchant_id),
  state TEXT NOT NULL
);

-- People: what they are called, and whom they may ask.
CREATE TABLE people (
  person_id TEXT NOT NULL PRIMARY KEY,
  display_name TEXT NOT NULL
);

CREATE TABLE contacts (
  person_id TEXT NOT NULL,
  contact_id TEXT NOT NULL REFERENCES people (person_id),
  PRIMARY KEY (person_id, contact_id)
);

CREATE TABLE orders (
  merchant_id TEXT NOT NULL REFERENCES merchants (merchant_id),
  order_id TEXT NOT NULL,
  description TEXT NOT NULL,
  currency TEXT,
  amount BIGINT,
  point_label TEXT,
  point_code TEXT,
  order_time BIGINT NOT NULL,
  state TEXT NOT NULL,
  held_by TEXT,
  PRIMARY KEY (merchant_id, order_id)
);

-- A task with its mandate; open_window and places as MandateText writes them.
CREATE TABLE tasks (
  task_id TEXT NOT NULL PRIMARY KEY,
  delegator_id TEXT NOT NULL,
  delegate_id TEXT NOT NULL,
  merchant_id TEXT NOT NULL,
  order_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  open_window TEXT NOT NULL,
  places TEXT NOT NULL,
  limit_currency TEXT,
  limit_amount BIGINT,
  max_uses INTEGER NOT NULL,
  note TEXT NOT NULL,
  close_time BIGINT NOT NULL,
  state TEXT NOT NULL,
  uses INTEGER NOT NULL CHECK (uses <= max_uses),
  failures INTEGER NOT NULL,
  last_execution_id TEXT,
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  version BIGINT NOT NULL,
  FOREIGN KEY (merchant_id, order_id) REFERENCES orders (merchant_id, order_id)
);
-- What a terminal asks for.
CREATE INDEX tasks_ready ON tasks (delegate_id, close_time) WHERE state = 'READY';
-- What expires next.
CREATE INDEX tasks_closing ON tasks (close_time) WHERE state IN ('PROPOSED', 'READY');
-- What a phone lists.
CREATE INDEX tasks_of_delegator ON tasks (delegator_id, create_time, task_id);
CREATE INDEX tasks_of_delegate ON tasks (delegate_id, create_time, task_id);
-- How many are open.
CREATE INDEX tasks_open_of_delegator ON tasks (delegator_id) WHERE state IN ('PROPOSED', 'READY', 'EXECUTING');
CREATE INDEX tasks_open_of_delegate ON tasks (delegate_id) WHERE state IN ('READY', 'EXECUTING');

CREATE TABLE executions (
  execution_id TEXT NOT NULL PRIMARY KEY,
  task_id TEXT NOT NULL REFERENCES tasks (task_id),
  terminal_id TEXT NOT NULL REFERENCES terminals (terminal_id),
  outcome TEXT NOT NULL,
  currency TEXT,
  amount BIGINT,
  settlement_id TEXT,
  reason TEXT,
  point_label TEXT,
  point_code TEXT,
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt BIGINT NOT NULL
);
-- Whose outcome is asked for next.
CREATE INDEX executions_settling ON executions (next_attempt) WHERE outcome = 'SETTLING';
-- The last line of defence: one task has at most one execution on its way.
CREATE UNIQUE INDEX executions_running ON executions (task_id) WHERE outcome IN ('SETTLING', 'COLLECTING');

-- What people are told: what changed of the task as it was right after; the rest of a task never changes.
CREATE TABLE inboxes (
  person_id TEXT NOT NULL PRIMARY KEY,
  last_number BIGINT NOT NULL,
  acknowledged BIGINT NOT NULL
);

CREATE TABLE notifications (
  person_id TEXT NOT NULL,
  number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  create_time BIGINT NOT NULL,
  task_id TEXT NOT NULL REFERENCES tasks (task_id),
  state TEXT NOT NULL,
  uses INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  update_time BIGINT NOT NULL,
  version BIGINT NOT NULL,
  order_state TEXT NOT NULL,
  execution_id TEXT,
  outcome TEXT,
  settlement_id TEXT,
  reason TEXT,
  execution_update_time BIGINT,
  PRIMARY KEY (person_id, number)
);

-- Request ids with the SHA-256 of what they asked and the first answer; kept forever.
CREATE TABLE requests (
  request_id TEXT NOT NULL PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  execution_id TEXT,
  answer ${blob}
);

-- Assertions that were used; an assertion serves once a task.
CREATE TABLE burnt_assertions (
  assertion_id TEXT NOT NULL,
  task_id TEXT NOT NULL,
  PRIMARY KEY (assertion_id, task_id)
);
