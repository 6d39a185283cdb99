package dev.stead.task.domain;

/** Every reason for which this service refuses something; the names are the public reasons of {@code docs/errors.md}. */
public enum TaskError {
    // What was asked is wrong in itself: asking again without a change is in vain.
    FIELD_MISSING(Kind.INVALID),
    ENUM_UNKNOWN(Kind.INVALID),
    ID_INVALID(Kind.INVALID),
    TEXT_INVALID(Kind.INVALID),
    MONEY_INVALID(Kind.INVALID),
    CURRENCY_UNKNOWN(Kind.INVALID),
    LOCATION_INVALID(Kind.INVALID),
    RADIUS_INVALID(Kind.INVALID),
    POLYGON_INVALID(Kind.INVALID),
    PLACES_INVALID(Kind.INVALID),
    TIME_INVALID(Kind.INVALID),
    WINDOW_INVALID(Kind.INVALID),
    TIME_ZONE_UNKNOWN(Kind.INVALID),
    AMOUNT_LIMIT_INVALID(Kind.INVALID),
    USES_INVALID(Kind.INVALID),
    CONSTRAINT_INVALID(Kind.INVALID),
    DELEGATE_IS_DELEGATOR(Kind.INVALID),
    CONTACT_IS_SELF(Kind.INVALID),
    ORDER_INVALID(Kind.INVALID),
    CURSOR_INVALID(Kind.INVALID),
    PAGE_SIZE_INVALID(Kind.INVALID),
    PAGE_TOKEN_INVALID(Kind.INVALID),

    // Who is meant is not known, or not shown to the caller.
    TASK_NOT_FOUND(Kind.NOT_THERE),
    ORDER_NOT_FOUND(Kind.NOT_THERE),
    MERCHANT_NOT_FOUND(Kind.NOT_THERE),
    SITE_NOT_FOUND(Kind.NOT_THERE),
    TERMINAL_NOT_FOUND(Kind.NOT_THERE),
    EXECUTION_NOT_FOUND(Kind.NOT_THERE),
    PERSON_NOT_FOUND(Kind.NOT_THERE),
    ORDER_EXISTS(Kind.THERE_ALREADY),

    // The proof of who stands there does not hold.
    ASSERTION_INVALID(Kind.NOT_PROVEN),
    ASSERTION_EXPIRED(Kind.NOT_NOW),
    ASSERTION_WRONG_TERMINAL(Kind.NOT_PROVEN),
    ASSERTION_WRONG_PERSON(Kind.NOT_PROVEN),
    ASSERTION_USED(Kind.NOT_NOW),

    // Not now: the state of things forbids it.
    DISPLAY_NAME_MISSING(Kind.NOT_NOW),
    NOT_A_CONTACT(Kind.NOT_NOW),
    TASK_NOT_PROPOSED(Kind.NOT_NOW),
    TASK_NOT_READY(Kind.NOT_NOW),
    TASK_NOT_REVOCABLE(Kind.NOT_NOW),
    TASK_EXPIRED(Kind.NOT_NOW),
    TERMINAL_NOT_ACTIVE(Kind.NOT_NOW),
    TERMINAL_RETIRED(Kind.NOT_NOW),
    OUTSIDE_WINDOW(Kind.NOT_NOW),
    OUTSIDE_PLACE(Kind.NOT_NOW),
    WRONG_MERCHANT(Kind.NOT_NOW),
    ORDER_STATE_FORBIDS(Kind.NOT_NOW),
    ORDER_BUSY(Kind.NOT_NOW),
    AMOUNT_OVER_LIMIT(Kind.NOT_NOW),
    USES_EXHAUSTED(Kind.NOT_NOW),
    MERCHANT_NOT_ALLOWED(Kind.NOT_NOW),
    ORDER_KIND_NOT_ALLOWED(Kind.NOT_NOW),
    DELEGATE_COOLING_OFF(Kind.NOT_NOW),
    BUDGET_EXHAUSTED(Kind.NOT_NOW),
    PERIOD_LIMIT_REACHED(Kind.NOT_NOW),
    CONSTRAINT_UNKNOWN(Kind.NOT_NOW),
    APPROVAL_REQUIRED(Kind.NOT_NOW),
    APPROVAL_NOT_NEEDED(Kind.NOT_NOW),
    EVIDENCE_KEY_MISSING(Kind.NOT_NOW),
    EXECUTION_NOT_COLLECTING(Kind.NOT_NOW),
    REQUEST_ID_REUSED(Kind.NOT_NOW),

    // A limit was reached.
    TOO_MANY_OPEN_TASKS(Kind.TOO_MANY),
    TOO_MANY_CONTACTS(Kind.TOO_MANY),
    TOO_MANY_WATCHES(Kind.TOO_MANY),

    // Somebody else is at it: ask again shortly.
    REQUEST_IN_PROGRESS(Kind.BUSY),
    CHANGED_MEANWHILE(Kind.BUSY);

    private final Kind kind;

    TaskError(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What helps against a refusal. */
    public enum Kind {
        /** Ask for something else. */
        INVALID,
        /** Name something that is there, and shown to you. */
        NOT_THERE,
        /** Take another name. */
        THERE_ALREADY,
        /** Bring a proof that holds. */
        NOT_PROVEN,
        /** Something else has to change first. */
        NOT_NOW,
        /** Give something up first. */
        TOO_MANY,
        /** Ask again shortly. */
        BUSY
    }
}
