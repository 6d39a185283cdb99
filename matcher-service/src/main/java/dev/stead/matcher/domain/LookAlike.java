package dev.stead.matcher.domain;

import dev.stead.mesh.request.PeopleText;
import java.time.Instant;

/** An enrolled subject whom another one looks like but is not, and how the operator knows. */
public record LookAlike(SubjectId subject, String reason) {
    public static final int MAX_REASON = 200;

    public LookAlike {
        if (PeopleText.isBlank(reason) || reason.length() > MAX_REASON || !PeopleText.isLine(reason)) {
            throw new MatcherException(
                    MatcherError.LOOK_ALIKE_INVALID,
                    "the reason of a look-alike must have 1 to " + MAX_REASON + " characters of " + PeopleText.LINE);
        }
    }

    /** As it is stored: whose word it was, and when. */
    public record Recorded(LookAlike lookAlike, String operator, Instant recordTime) {}
}
