package dev.stead.payment.domain;

/** Why a request was refused; nothing was changed. The name is the reason that a caller sees. */
public enum PaymentError {
    /** No owner, or an id that is not 1 to 64 of {@code [A-Za-z0-9._-]}. */
    OWNER_INVALID,
    /** Not 1 to 64 of {@code [A-Za-z0-9._-]}, or reserved. */
    ACCOUNT_ID_INVALID,
    /** Not a settlement's id, or not exactly one of settlement id and request id. */
    SETTLEMENT_ID_INVALID,
    /** Not more than zero. */
    AMOUNT_INVALID,
    /** The exact result does not fit 64 bits. */
    AMOUNT_OVERFLOW,
    /** Not a code of ISO 4217 with a minor unit. */
    CURRENCY_UNKNOWN,
    /** Two currencies where there must be one. */
    CURRENCY_MISMATCH,
    /** Payer and payee are the same. */
    PAYER_IS_PAYEE,
    /** The caller's reference is longer than 64 characters or has control characters. */
    REFERENCE_INVALID,
    /** Not 0 to 100. */
    PAGE_SIZE_INVALID,
    /** Not a token that the page before gave for this account. */
    PAGE_TOKEN_INVALID,
    /** Not a period that ends after it begins, and at most 31 days later. */
    PERIOD_INVALID,
    /** A funding source that is not 1 to 128 printable characters. */
    SOURCE_INVALID,
    /** Not 1 to 500 characters on one line. */
    NOTE_INVALID,
    /** Neither {@code MOVED} nor {@code NOT_MOVED}. */
    FINDING_INVALID,
    /** The request id was used for another request. */
    REQUEST_ID_REUSED,
    /** No such account, or not the caller's. */
    ACCOUNT_NOT_FOUND,
    /** The account's id is taken. */
    ACCOUNT_EXISTS,
    /** The owner has an account in this currency. */
    OWNER_HAS_ACCOUNT,
    /** No such settlement. */
    SETTLEMENT_NOT_FOUND,
    /** The settlement is not in review, or no longer. */
    NOT_IN_REVIEW,
    /** The settlement is not settled, or through another provider than the present one. */
    NOT_REFUNDABLE,
    /** More than can still be refunded. */
    REFUND_TOO_LARGE,
    /** Another refund of the settlement is under way: try again. */
    REFUND_UNDER_WAY,
    /** The available balance is too small. */
    INSUFFICIENT_FUNDS,
    /** The account's balance would not fit 64 bits. */
    BALANCE_OVERFLOW,
    /** Too many settlements are being watched: try again later. */
    TOO_MANY_WATCHERS,
    /** The period has more rows than one reconciliation compares. */
    PERIOD_TOO_FULL,
    /** The provider's statement cannot be read now: try again later. */
    STATEMENT_UNAVAILABLE;

    /** @throws PaymentException with this error unless {@code holds} */
    public void unless(boolean holds, String message) {
        if (!holds) {
            throw new PaymentException(this, message);
        }
    }
}
