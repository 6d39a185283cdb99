-- What was asked for somebody who is erased is forgotten with them, but for the request's id; until now it was kept.
CREATE INDEX request_of_subject ON request (gallery_id, subject_id) WHERE subject_id IS NOT NULL;
UPDATE request
SET fingerprint = '', subject_id = NULL, templates = NULL, policy_version = NULL, grant_time = NULL, create_time = NULL
WHERE subject_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM subject s WHERE s.gallery_id = request.gallery_id AND s.subject_id = request.subject_id);
