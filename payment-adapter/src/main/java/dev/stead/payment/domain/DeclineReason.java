package dev.stead.payment.domain;

/** Why a settlement was declined: definitely, nothing moved. Payer and payee see the name. */
public enum DeclineReason {
    /** The payer's available balance is too small. */
    INSUFFICIENT_FUNDS,
    /** The payee's balance would not fit 64 bits. */
    PAYEE_CANNOT_RECEIVE,
    /** The provider refused. */
    PROVIDER_REFUSED,
    /** The provider refused because of a limit of its own. */
    PROVIDER_LIMIT
}
