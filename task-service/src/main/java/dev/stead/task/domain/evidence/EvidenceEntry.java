package dev.stead.task.domain.evidence;

import dev.stead.task.domain.Money;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.domain.task.Execution;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person did about a task: a link of the chain of evidence.
 *
 * @param at where it was done and what came of it
 * @param assertion the matcher's signed statement that it was this person; absent where none is asked for
 */
public record EvidenceEntry(
        Kind kind,
        String personId,
        Instant time,
        Detail at,
        @Nullable String assertion) {
    private static final Detail NOTHING = new Detail(null, null, null);

    /** What was done. */
    public enum Kind {
        PROPOSED,
        ACCEPTED,
        DECLINED,
        REVOKED,
        APPROVED,
        CONFIRMED
    }

    /** The terminal and the execution of a confirmation, and the amount that was approved or confirmed. */
    public record Detail(
            @Nullable String terminalId,
            @Nullable String executionId,
            @Nullable Money amount) {}

    /** Without an assertion. */
    public static EvidenceEntry of(Kind kind, String personId, Instant time) {
        return new EvidenceEntry(kind, personId, time, NOTHING, null);
    }

    public static EvidenceEntry of(Kind kind, Assertion assertion, Instant time) {
        return new EvidenceEntry(kind, assertion.subjectId(), time, NOTHING, assertion.jws());
    }

    public EvidenceEntry worth(Money amount) {
        return new EvidenceEntry(kind, personId, time, new Detail(null, null, amount), assertion);
    }

    public EvidenceEntry by(Execution execution) {
        Money amount = execution.outcome() instanceof Execution.Settling(Money asked) ? asked : null;
        return new EvidenceEntry(
                kind, personId, time, new Detail(execution.terminalId(), execution.id(), amount), assertion);
    }
}
