package dev.stead.matcher.domain.repeat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Port: what captures identified whom, in memory only, by the random id of an enrolment. Bounded, thread-safe; reading takes no lock.
 */
public interface PastCaptures {
    /** Empty if nothing is known of the enrolment. */
    CaptureHistory of(UUID enrolment);

    void add(UUID enrolment, List<CaptureSketch> captures, Instant now);

    void forget(UUID enrolment);
}
