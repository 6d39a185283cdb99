CREATE TABLE thing (
    id   TEXT PRIMARY KEY,
    body ${blob} NOT NULL
);
