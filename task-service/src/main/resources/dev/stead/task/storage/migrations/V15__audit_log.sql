-- What was done, in the transaction that did it, until it has its place in the tree.
CREATE TABLE audit_pending (pending_id ${rising}, leaf ${blob} NOT NULL);
-- The log: only added to. A leaf's hash is in the tree.
CREATE TABLE audit_leaf (seq BIGINT NOT NULL PRIMARY KEY, leaf ${blob} NOT NULL, leaf_hash ${blob} NOT NULL);
-- The hashes of complete subtrees above the leaves.
CREATE TABLE audit_node (
  level INTEGER NOT NULL,
  position BIGINT NOT NULL,
  hash ${blob} NOT NULL,
  PRIMARY KEY (level, position)
);
-- Locked by whoever appends.
CREATE TABLE audit_tree (only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1), size BIGINT NOT NULL);
INSERT INTO audit_tree (only_row, size) VALUES (1, 0);
-- What the tree was, signed.
CREATE TABLE audit_checkpoint (size BIGINT NOT NULL PRIMARY KEY, note TEXT NOT NULL);
-- What other services' trees were at the last look, signed by them.
CREATE TABLE audit_peer (
  peer TEXT NOT NULL PRIMARY KEY,
  verifier_key TEXT NOT NULL,
  size BIGINT NOT NULL,
  note TEXT NOT NULL
);
