-- From here on a migration only adds, with a default, and touches one table: a process of the version before goes on working on the same
-- database, and no two tables are locked at once, which would deadlock with it.

-- Further bounds of a mandate, as ConstraintText writes them.
ALTER TABLE tasks ADD COLUMN mandate_constraints TEXT NOT NULL DEFAULT '';
-- 1: taken back while a terminal ran it.
ALTER TABLE tasks ADD COLUMN revoking INTEGER NOT NULL DEFAULT 0;
