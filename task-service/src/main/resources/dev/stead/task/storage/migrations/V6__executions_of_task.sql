-- What was spent under a mandate.
CREATE INDEX executions_of_task ON executions (task_id, create_time);
