package dev.stead.matcher.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Enrolments and requests for tests of the use cases. */
final class Enrolments {
    static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
    static final Consent CONSENT = new Consent("2026-11/en", NOW.minusSeconds(60));

    private Enrolments() {}

    static Enrolment of(String subject, Instant time, Sample... samples) {
        return new Enrolment(new SubjectId(subject), CONSENT, List.of(samples), time);
    }

    static RequestIdentity request() {
        return new RequestIdentity(UUID.randomUUID(), RequestFingerprint.ofFields("content"));
    }

    static void assertRefused(ThrowingCallable asking, MatcherError error) {
        assertThatThrownBy(asking)
                .isInstanceOfSatisfying(
                        MatcherException.class,
                        refused -> assertThat(refused.error()).isEqualTo(error));
    }
}
