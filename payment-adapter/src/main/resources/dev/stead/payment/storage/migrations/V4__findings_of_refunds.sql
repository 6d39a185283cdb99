-- What became of a refund that has ended: a service of the version before, beside this one, ends them as moved.
ALTER TABLE refunds ADD COLUMN finding TEXT NOT NULL DEFAULT 'MOVED';

-- Until now the journal alone said which refunds did not move: in the transaction that ended them, the payee kept the money.
UPDATE refunds SET finding = 'NOT_MOVED'
WHERE finish_time IS NOT NULL
    AND (settlement_id, finish_time) IN (SELECT settlement_id, create_time FROM journal_entries WHERE kind = 'KEEP');
