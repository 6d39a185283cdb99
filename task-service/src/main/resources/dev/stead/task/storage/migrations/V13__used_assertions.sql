-- An assertion serves once, whatever for; until now it served once a task. The index also stops a process of the version before.
DELETE FROM burnt_assertions WHERE task_id <> (
  SELECT MIN(same.task_id) FROM burnt_assertions AS same WHERE same.assertion_id = burnt_assertions.assertion_id);
CREATE UNIQUE INDEX burnt_assertions_once ON burnt_assertions (assertion_id);
