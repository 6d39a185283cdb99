package dev.stead.task.domain.evidence;

import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.passkey.PasskeyProof;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.domain.task.Execution;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person did about a task: one link of the chain of evidence.
 *
 * @param detail where it was done, and up to how much
 * @param assertion the matcher's signed statement that it was this person; absent where none is required
 * @param passkey what they signed with their passkey; absent if their face was enough
 */
public record EvidenceEntry(
        Kind kind,
        PersonId personId,
        Instant time,
        Detail detail,
        @Nullable String assertion,
        @Nullable PasskeyProof passkey) {
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
            @Nullable TerminalId terminalId,
            @Nullable ExecutionId executionId,
            @Nullable Money amount) {}

    /** Without an assertion. */
    public static EvidenceEntry of(Kind kind, PersonId personId, Instant time) {
        return new EvidenceEntry(kind, personId, time, NOTHING, null, null);
    }

    public static EvidenceEntry of(Kind kind, Assertion assertion, Instant time) {
        return new EvidenceEntry(kind, assertion.subjectId(), time, NOTHING, assertion.jws(), null);
    }

    /** Proven by a passkey instead of an assertion. */
    public EvidenceEntry withPasskey(PasskeyProof proof) {
        return new EvidenceEntry(kind, personId, time, detail, assertion, proof);
    }

    public EvidenceEntry withAmount(Money amount) {
        return new EvidenceEntry(kind, personId, time, new Detail(null, null, amount), assertion, passkey);
    }

    public EvidenceEntry withExecution(Execution execution) {
        Money amount = execution.outcome() instanceof Execution.Settling settling ? settling.amount() : null;
        return new EvidenceEntry(
                kind, personId, time, new Detail(execution.terminalId(), execution.id(), amount), assertion, passkey);
    }
}
