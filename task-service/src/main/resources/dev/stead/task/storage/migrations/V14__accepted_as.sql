-- The generation of the delegate's enrolment when they accepted; NULL before, and once they must accept again. What is accepted already
-- was accepted in the generation that the matcher gave to everybody who was enrolled before there were any.
ALTER TABLE tasks ADD COLUMN accepted_as TEXT;
UPDATE tasks SET accepted_as = '00000000-0000-0000-0000-000000000000' WHERE state IN ('READY', 'EXECUTING');
