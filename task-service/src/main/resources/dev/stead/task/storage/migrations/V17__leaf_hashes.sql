-- By which leaf of the audit log a row is proven. Rows of before have none: no export of evidence proves them.
ALTER TABLE acts ADD COLUMN leaf_hash ${blob};
ALTER TABLE executions ADD COLUMN leaf_hash ${blob};
CREATE INDEX audit_leaf_hash ON audit_leaf (leaf_hash);
