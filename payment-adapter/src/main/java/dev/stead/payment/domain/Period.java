package dev.stead.payment.domain;

import java.time.Instant;

/**
 * A period of time.
 *
 * @param from inclusive
 * @param until exclusive
 */
public record Period(Instant from, Instant until) {
    /** @throws PaymentException {@code PERIOD_INVALID} if it is empty */
    public Period {
        if (!from.isBefore(until)) {
            throw new PaymentException(PaymentError.PERIOD_INVALID, "the period must end after it begins");
        }
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(until);
    }
}
