package dev.stead.systemtests.provider;

/** What a provider did with money. */
public enum Effect {
    /** Reserved. */
    AUTHORISED,
    /** Taken. */
    CAPTURED,
    /** Released. */
    CANCELLED,
    /** Given back. */
    REFUNDED
}
