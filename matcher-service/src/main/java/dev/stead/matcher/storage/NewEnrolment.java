package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Enrolment;
import java.util.UUID;

/** An enrolment with the id it is stored under. */
record NewEnrolment(String id, Enrolment enrolment) {
    static NewEnrolment of(Enrolment enrolment) {
        return new NewEnrolment(UUID.randomUUID().toString(), enrolment);
    }
}
