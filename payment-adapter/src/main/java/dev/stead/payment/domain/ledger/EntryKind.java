package dev.stead.payment.domain.ledger;

/** What a journal entry did. */
public enum EntryKind {
    /** Money came from outside. */
    DEPOSIT,
    /** Money was held for a movement. */
    HOLD,
    /** The payer's money went to the payee. */
    POST,
    /** Held money went back to the payer. */
    VOID,
    /** Settled money was refunded to the payer. */
    REFUND,
    /** Money held for a refund stayed with the payee. */
    KEEP
}
