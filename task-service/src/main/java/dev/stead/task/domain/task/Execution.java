package dev.stead.task.domain.task;

import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.SettlementReference;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.order.CollectionPoint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One attempt to do a task at a terminal, and its outcome. */
public record Execution(
        ExecutionId id, TaskId taskId, TerminalId terminalId, Outcome outcome, Instant createTime, Instant updateTime) {

    /** The outcome of an execution, as far as it is known. */
    public sealed interface Outcome {
        default boolean isFinal() {
            return switch (this) {
                case Settling _, Collecting _ -> false;
                case Paid _, Refused _, Collected _, NotCollected _ -> true;
            };
        }
    }

    /** The settlement was requested; whether the money moved is not known yet. */
    public record Settling(Money amount) implements Outcome {}

    /** The money moved. */
    public record Paid(Money amount, SettlementReference settlement) implements Outcome {}

    /** The money did not move, definitely. */
    public record Refused(Money amount, @Nullable SettlementReference settlement, String reason) implements Outcome {}

    /** The collection point was shown; whether the object was collected is not reported yet. */
    public record Collecting(CollectionPoint point) implements Outcome {}

    /** The delegate has the object. */
    public record Collected(CollectionPoint point) implements Outcome {}

    /** The delegate does not have the object. */
    public record NotCollected(CollectionPoint point) implements Outcome {}

    public static Execution begin(Attempt attempt, Outcome outcome, Instant now) {
        return new Execution(attempt.executionId(), attempt.taskId(), attempt.terminalId(), outcome, now, now);
    }

    /** Which task is attempted where. */
    public record Attempt(ExecutionId executionId, TaskId taskId, TerminalId terminalId) {}

    public boolean isSettling() {
        return outcome instanceof Settling;
    }

    public boolean succeeded() {
        return switch (outcome) {
            case Paid _, Collected _ -> true;
            case Settling _, Refused _, Collecting _, NotCollected _ -> false;
        };
    }

    /** @throws IllegalStateException unless it is settling: a known outcome never changes */
    public Execution settled(Outcome known, Instant now) {
        if (!isSettling() || !known.isFinal()) {
            throw new IllegalStateException("only a settling execution gets an outcome, and only a final one");
        }
        return with(known, now);
    }

    /** @throws TaskException {@code EXECUTION_NOT_COLLECTING} */
    public Execution reported(boolean collected, Instant now) {
        return switch (outcome) {
            case Collecting(CollectionPoint point) ->
                with(collected ? new Collected(point) : new NotCollected(point), now);
            case Settling _, Paid _, Refused _, Collected _, NotCollected _ ->
                throw new TaskException(
                        TaskError.EXECUTION_NOT_COLLECTING, "only an execution that is collecting can be reported");
        };
    }

    private Execution with(Outcome known, Instant now) {
        return new Execution(id, taskId, terminalId, known, createTime, now);
    }
}
