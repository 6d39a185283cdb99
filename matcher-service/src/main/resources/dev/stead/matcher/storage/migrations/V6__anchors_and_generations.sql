-- Whose doing a template is: of the ENROLMENT itself, or added later by the PERSON or by an OPERATOR. Of those added before nobody knows
-- by whom.
ALTER TABLE template ADD COLUMN source TEXT NOT NULL DEFAULT 'PERSON';
UPDATE template SET source = 'ENROLMENT'
WHERE create_time = (SELECT s.create_time FROM subject s WHERE s.enrolment_id = template.enrolment_id);

-- The enrolment's generation, which assertions name. Random; those who are enrolled already share one, since each generation is compared
-- with others of the same person only.
ALTER TABLE subject ADD COLUMN generation TEXT NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';

-- Who enrolled the subject in person; NULL if they enrolled themselves, or before this was recorded.
ALTER TABLE subject ADD COLUMN operator TEXT;

-- Whether the erased wait until they may enrol themselves again. Of those erased before nobody knows by whom.
ALTER TABLE erasure ADD COLUMN waits INTEGER NOT NULL DEFAULT 1;
CREATE INDEX erasure_of_gallery ON erasure (gallery_id, erase_time);
