package dev.stead.payment.domain.ledger;

/** What a journal entry did. */
public enum EntryKind {
    /** Money came from outside. */
    DEPOSIT,
    /** Money was set aside for a movement. */
    HOLD,
    /** The payer's money went to the payee. */
    POST,
    /** Held money went back to the payer. */
    VOID,
    /** Settled money went back to the payer. */
    REFUND,
    /** Money set aside to be given back stayed with the payee. */
    KEEP
}
