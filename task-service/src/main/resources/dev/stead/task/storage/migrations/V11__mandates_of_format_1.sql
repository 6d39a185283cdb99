-- What is still to be converted; apart from the columns, which lock the table.
CREATE INDEX tasks_of_format_1 ON tasks (task_id) WHERE mandate_format = 1;
