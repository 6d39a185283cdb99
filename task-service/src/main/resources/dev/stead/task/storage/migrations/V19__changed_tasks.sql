-- Which tasks have changed lately, for the rings: another process may have changed them.
CREATE INDEX tasks_changed ON tasks (update_time);
CREATE INDEX tasks_accepted ON tasks (task_id, version) WHERE state IN ('READY', 'EXECUTING');
