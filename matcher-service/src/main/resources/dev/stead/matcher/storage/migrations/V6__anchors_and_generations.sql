-- Whose doing a template is: of the ENROLMENT itself, or added later by the PERSON or by an OPERATOR. Of those added before nobody knows
-- by whom.
ALTER TABLE template ADD COLUMN origin TEXT NOT NULL DEFAULT 'PERSON';
UPDATE template SET origin = 'ENROLMENT'
WHERE create_time = (SELECT s.create_time FROM subject s WHERE s.enrolment_id = template.enrolment_id);

-- The enrolment's generation, which assertions name. Random; those who are enrolled already share one, since each generation is compared
-- with others of the same person only.
ALTER TABLE subject ADD COLUMN generation TEXT NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
