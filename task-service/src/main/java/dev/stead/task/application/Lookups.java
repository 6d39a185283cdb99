package dev.stead.task.application;

import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.eligibility.Eligibility;
import dev.stead.task.domain.eligibility.MandateUsage;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Approval;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds what a use case is about, or refuses. Somebody else's task or execution is not found, so that nobody learns which ids there
 * are.
 */
final class Lookups {
    private Lookups() {}

    /**
     * A task that is locked until the end of the transaction.
     *
     * @param mayChange whether the caller has this task
     * @throws TaskException {@code TASK_NOT_FOUND}
     */
    static Task taskForUpdate(Repositories repositories, TaskId taskId, Predicate<Task> mayChange) {
        return repositories.tasks().findForUpdate(taskId).filter(mayChange).orElseThrow(Lookups::taskNotFound);
    }

    /**
     * @param maySee whether the caller has this task
     * @throws TaskException {@code TASK_NOT_FOUND}
     */
    static TaskView task(Repositories repositories, TaskId taskId, Predicate<Task> maySee) {
        return repositories
                .tasks()
                .view(taskId)
                .filter(view -> maySee.test(view.task()))
                .orElseThrow(Lookups::taskNotFound);
    }

    /**
     * @param maySee whether the caller has this execution
     * @throws TaskException {@code EXECUTION_NOT_FOUND}
     */
    static Execution execution(Repositories repositories, ExecutionId executionId, Predicate<Execution> maySee) {
        return repositories
                .executions()
                .find(executionId)
                .filter(maySee)
                .orElseThrow(() ->
                        new TaskException(TaskError.EXECUTION_NOT_FOUND, "the caller has no execution of this id"));
    }

    /** @throws TaskException {@code TERMINAL_NOT_FOUND} */
    static Terminal terminal(Repositories repositories, TerminalId terminalId) {
        return repositories
                .registry()
                .terminal(terminalId)
                .orElseThrow(() -> new TaskException(
                        TaskError.TERMINAL_NOT_FOUND,
                        "the terminal is not registered; the operator registers it by PutTerminal"));
    }

    /** As the transaction sees it: complete from the earliest instant that a constraint of the mandate looks at. */
    static MandateUsage usage(Repositories repositories, Task task, Eligibility eligibility, Instant now) {
        Mandate mandate = task.mandate();
        List<MandateUsage.Use> uses = mandate.usageFrom(now)
                .map(from -> repositories.executions().findUses(task.id(), from))
                .orElse(List.of());
        Approval approval = eligibility.mayNeedApproval(mandate)
                ? repositories.approvals().find(task.id()).orElse(null)
                : null;
        return new MandateUsage(uses, approval);
    }

    /** @throws TaskException {@code ASSERTION_USED} if the assertion was used before, for whatever task */
    static void requireFirstUse(Repositories repositories, Assertion assertion, TaskId taskId) {
        Require.that(
                repositories.requests().markUsed(assertion.id(), taskId),
                TaskError.ASSERTION_USED,
                "the assertion was used before; capture a fresh sample for each thing that a person does");
    }

    private static TaskException taskNotFound() {
        return new TaskException(TaskError.TASK_NOT_FOUND, "the caller has no task of this id");
    }
}
