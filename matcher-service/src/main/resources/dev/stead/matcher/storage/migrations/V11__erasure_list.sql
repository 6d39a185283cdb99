-- The id of the list of erasures that is kept apart from this store: a start without it, or with another, is refused.
CREATE TABLE erasure_list (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    list_id  TEXT    NOT NULL
);
