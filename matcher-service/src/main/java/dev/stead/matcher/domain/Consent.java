package dev.stead.matcher.domain;

import dev.stead.mesh.request.PeopleText;
import java.time.Duration;
import java.time.Instant;

/** The subject's recorded consent to the keeping of their biometric data: to which text, and when. */
public record Consent(String policyVersion, Instant grantTime) {
    /** Clocks differ. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    public Consent {
        if (PeopleText.isBlank(policyVersion) || policyVersion.length() > 64) {
            throw new MatcherException(
                    MatcherError.CONSENT_INVALID,
                    "policy_version must have 1 to 64 characters, not " + policyVersion.length());
        }
        if (!PeopleText.isLine(policyVersion)) {
            throw new MatcherException(MatcherError.CONSENT_INVALID, "policy_version must be " + PeopleText.LINE);
        }
    }

    /** As an earlier version stored it, which took more characters. */
    public static Consent stored(String policyVersion, Instant grantTime) {
        return new Consent(PeopleText.cleanedLine(policyVersion), grantTime);
    }

    public void requireGivenBy(Instant now) {
        if (grantTime.isAfter(now.plus(SKEW))) {
            throw new MatcherException(MatcherError.CONSENT_INVALID, "grant_time must not be in the future");
        }
    }
}
