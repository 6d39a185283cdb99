package dev.stead.payment.domain;

import java.time.Instant;

/**
 * A period of time.
 *
 * @param from its first instant
 * @param until its end, which is not part of it
 */
public record Period(Instant from, Instant until) {
    /** Refuses one that is empty ({@code PERIOD_INVALID}). */
    public Period {
        if (!from.isBefore(until)) {
            throw new PaymentException(PaymentError.PERIOD_INVALID, "the period must end after it begins");
        }
    }

    /** True if the instant is part of it. */
    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(until);
    }
}
