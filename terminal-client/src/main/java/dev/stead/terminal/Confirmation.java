package dev.stead.terminal;

import dev.stead.task.v1.Execution;

/** The outcome of a request to do a task, or of a report about a collection. */
public sealed interface Confirmation {
    /** The task is done: paid, or reported as collected. */
    record Done(Execution execution) implements Confirmation {}

    /** The object is at the execution's collection point. Report afterwards whether it was collected. */
    record Collect(Execution execution) implements Confirmation {}

    /** The execution failed, for the reason {@code execution.getFailureReason()}. No money moved; the task may be tried again. */
    record Failed(Execution execution) implements Confirmation {}

    /**
     * The task service refused the request. Nothing was executed.
     *
     * @param reason a constant of docs/errors.md, such as {@code WINDOW_CLOSED}
     * @param message for a person to read
     */
    record Refused(String reason, String message) implements Confirmation {}

    /**
     * There was no outcome in time: the task may or may not be done. Do not confirm it again under another request id: the terminal
     * resumes this request at its next start.
     */
    record Unknown(String requestId) implements Confirmation {}

    /**
     * Converts an execution that is no longer settling.
     *
     * @throws SteadException if it has no outcome that this version knows
     */
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
