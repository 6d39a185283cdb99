package dev.stead.task.application.port;

import dev.stead.task.domain.eligibility.MandateUsage;
import dev.stead.task.domain.task.Execution;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The kept executions. */
public interface ExecutionRecords {
    Optional<Execution> find(String executionId);

    /** @param firstRetry when the outcome of a settling one is asked for again if it is not known until then */
    void add(Execution execution, Instant firstRetry);

    /** Keeps the outcome of an execution whose task was found for change. */
    void replace(Execution execution);

    /** Settling executions whose next attempt is due, the oldest first. */
    List<Unresolved> due(Instant instant, int limit);

    /** When the next attempt is due. */
    Optional<Instant> nextAttempt();

    /** A task's executions that succeeded or still may, begun at this instant or later. */
    List<MandateUsage.Use> uses(String taskId, Instant from);

    /** All of a task, in the order in which they began. */
    List<Execution> of(String taskId);

    /** How many are settling now. */
    int settling();

    /** Takes the next attempt; says false if somebody else took it. */
    boolean postpone(Unresolved unresolved, Instant nextAttempt);

    /** An execution whose outcome is not known, and how often it was asked for again. */
    record Unresolved(String executionId, int attempts) {}
}
