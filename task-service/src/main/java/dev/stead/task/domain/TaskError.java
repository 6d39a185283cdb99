package dev.stead.task.domain;

/** Every reason for which this service refuses something; the names are the public reasons of {@code docs/errors.md}. */
public enum TaskError {
    // The request is wrong in itself: repeating it without a change never helps.
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

    // What is named is not known, or not shown to the caller.
    TASK_NOT_FOUND(Kind.NOT_FOUND),
    ORDER_NOT_FOUND(Kind.NOT_FOUND),
    MERCHANT_NOT_FOUND(Kind.NOT_FOUND),
    SITE_NOT_FOUND(Kind.NOT_FOUND),
    TERMINAL_NOT_FOUND(Kind.NOT_FOUND),
    EXECUTION_NOT_FOUND(Kind.NOT_FOUND),
    ORDER_EXISTS(Kind.ALREADY_EXISTS),

    // The proof of identity is not valid.
    ASSERTION_INVALID(Kind.NOT_PROVEN),
    ASSERTION_EXPIRED(Kind.PRECONDITION),
    ASSERTION_WRONG_TERMINAL(Kind.NOT_PROVEN),
    ASSERTION_WRONG_PERSON(Kind.NOT_PROVEN),
    ASSERTION_USED(Kind.PRECONDITION),

    // Not now: the current state does not allow it.
    DISPLAY_NAME_MISSING(Kind.PRECONDITION),
    NOT_A_CONTACT(Kind.PRECONDITION),
    TASK_NOT_PROPOSED(Kind.PRECONDITION),
    TASK_NOT_READY(Kind.PRECONDITION),
    ENROLMENT_CHANGED(Kind.PRECONDITION),
    TASK_NOT_REVOCABLE(Kind.PRECONDITION),
    TASK_EXPIRED(Kind.PRECONDITION),
    TERMINAL_NOT_ACTIVE(Kind.PRECONDITION),
    TERMINAL_RETIRED(Kind.PRECONDITION),
    OUTSIDE_WINDOW(Kind.PRECONDITION),
    OUTSIDE_PLACE(Kind.PRECONDITION),
    WRONG_MERCHANT(Kind.PRECONDITION),
    ORDER_STATE_FORBIDS(Kind.PRECONDITION),
    ORDER_BUSY(Kind.PRECONDITION),
    AMOUNT_OVER_LIMIT(Kind.PRECONDITION),
    USES_EXHAUSTED(Kind.PRECONDITION),
    MERCHANT_NOT_ALLOWED(Kind.PRECONDITION),
    ORDER_KIND_NOT_ALLOWED(Kind.PRECONDITION),
    DELEGATE_COOLING_OFF(Kind.PRECONDITION),
    BUDGET_EXHAUSTED(Kind.PRECONDITION),
    PERIOD_LIMIT_REACHED(Kind.PRECONDITION),
    CONSTRAINT_UNKNOWN(Kind.PRECONDITION),
    PAD_TOO_LOW(Kind.PRECONDITION),
    APPROVAL_REQUIRED(Kind.PRECONDITION),
    APPROVAL_NOT_NEEDED(Kind.PRECONDITION),
    EVIDENCE_KEY_MISSING(Kind.PRECONDITION),
    EXECUTION_NOT_COLLECTING(Kind.PRECONDITION),
    REQUEST_ID_REUSED(Kind.PRECONDITION),

    // A limit was reached.
    TOO_MANY_OPEN_TASKS(Kind.LIMIT),
    TOO_MANY_CONTACTS(Kind.LIMIT),
    TOO_MANY_WATCHES(Kind.LIMIT),

    // Somebody else is changing it: retry shortly.
    REQUEST_IN_PROGRESS(Kind.CONFLICT),
    CHANGED_MEANWHILE(Kind.CONFLICT);

    private final Kind kind;

    TaskError(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What a caller can do about a refusal. */
    public enum Kind {
        /** Change the request. */
        INVALID,
        /** Name something that exists and is shown to you. */
        NOT_FOUND,
        /** Choose another id. */
        ALREADY_EXISTS,
        /** Bring a valid proof of identity. */
        NOT_PROVEN,
        /** Something else has to change first. */
        PRECONDITION,
        /** Give something up first. */
        LIMIT,
        /** Retry shortly. */
        CONFLICT
    }
}
