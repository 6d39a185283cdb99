package dev.stead.task.domain;

/** Every reason for which this service refuses something; the names are the public reasons of {@code docs/errors.md}. */
public enum TaskError {
    // What was asked is wrong in itself: asking again without a change is in vain.
    FIELD_MISSING,
    ENUM_UNKNOWN,
    ID_INVALID,
    TEXT_INVALID,
    MONEY_INVALID,
    CURRENCY_UNKNOWN,
    LOCATION_INVALID,
    RADIUS_INVALID,
    POLYGON_INVALID,
    PLACES_INVALID,
    TIME_INVALID,
    WINDOW_INVALID,
    TIME_ZONE_UNKNOWN,
    AMOUNT_LIMIT_INVALID,
    USES_INVALID,
    CONSTRAINT_INVALID,
    DELEGATE_IS_DELEGATOR,
    CONTACT_IS_SELF,
    ORDER_INVALID,
    CURSOR_INVALID,
    PAGE_SIZE_INVALID,
    PAGE_TOKEN_INVALID,

    // Who is meant is not known, or not shown to the caller.
    TASK_NOT_FOUND,
    ORDER_NOT_FOUND,
    MERCHANT_NOT_FOUND,
    SITE_NOT_FOUND,
    TERMINAL_NOT_FOUND,
    EXECUTION_NOT_FOUND,
    PERSON_NOT_FOUND,
    ORDER_EXISTS,

    // The proof of who stands there does not hold.
    ASSERTION_INVALID,
    ASSERTION_EXPIRED,
    ASSERTION_WRONG_TERMINAL,
    ASSERTION_WRONG_PERSON,
    ASSERTION_USED,

    // Not now: the state of things forbids it.
    DISPLAY_NAME_MISSING,
    NOT_A_CONTACT,
    TASK_NOT_PROPOSED,
    TASK_NOT_READY,
    TASK_NOT_REVOCABLE,
    TASK_EXPIRED,
    TERMINAL_NOT_ACTIVE,
    TERMINAL_RETIRED,
    OUTSIDE_WINDOW,
    OUTSIDE_PLACE,
    WRONG_MERCHANT,
    ORDER_STATE_FORBIDS,
    ORDER_BUSY,
    AMOUNT_OVER_LIMIT,
    USES_EXHAUSTED,
    MERCHANT_NOT_ALLOWED,
    ORDER_KIND_NOT_ALLOWED,
    DELEGATE_COOLING_OFF,
    BUDGET_EXHAUSTED,
    PERIOD_LIMIT_REACHED,
    CONSTRAINT_UNKNOWN,
    APPROVAL_REQUIRED,
    APPROVAL_NOT_NEEDED,
    EVIDENCE_KEY_MISSING,
    EXECUTION_NOT_COLLECTING,
    REQUEST_ID_REUSED,

    // A limit was reached.
    TOO_MANY_OPEN_TASKS,
    TOO_MANY_CONTACTS,
    TOO_MANY_WATCHES,

    // Somebody else is at it: ask again shortly.
    REQUEST_IN_PROGRESS,
    CHANGED_MEANWHILE
}
