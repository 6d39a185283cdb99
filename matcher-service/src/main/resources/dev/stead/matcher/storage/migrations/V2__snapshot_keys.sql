-- The data keys of the index's snapshot files, one for each segment of ordinals, wrapped by the key-encryption key. A segment
-- without its key is noise in every copy of its file: erasing a subject deletes the keys of their segments.
CREATE TABLE snapshot_key (
    gallery_id  TEXT    NOT NULL,
    segment     INTEGER NOT NULL,
    snapshot_id TEXT    NOT NULL,
    wrapped     ${blob} NOT NULL,
    PRIMARY KEY (gallery_id, segment, snapshot_id)
);
