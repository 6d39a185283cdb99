package dev.stead.terminal;

import dev.stead.task.v1.Execution;

/** What came of an intention to do a task, or of a report about one. */
public sealed interface Confirmation {
    /** It is done: paid, or reported as collected. */
    record Done(Execution execution) implements Confirmation {}

    /** The object waits at the execution's collection point; report whether it was collected. */
    record Collect(Execution execution) implements Confirmation {}

    /** It failed, definitely; {@code execution.getFailureReason()} says why. Nothing moved, the task may be tried again. */
    record Failed(Execution execution) implements Confirmation {}

    /** The task service refused it, definitely; nothing moved. */
    record Refused(String reason, String message) implements Confirmation {}

    /** Nobody answered in time: it may or may not be done. The terminal asks again at its next start; never confirm it anew. */
    record Unknown(String requestId) implements Confirmation {}

    /** Reads an execution whose outcome is known. */
    static Confirmation of(Execution execution) {
        return switch (execution.getState()) {
            case STATE_SUCCEEDED -> new Done(execution);
            case STATE_COLLECTING -> new Collect(execution);
            case STATE_FAILED -> new Failed(execution);
            case STATE_SETTLING, STATE_UNSPECIFIED, UNRECOGNIZED ->
                throw SteadException.of(
                        "task service", "an execution without an outcome: it is newer than this terminal");
        };
    }
}
