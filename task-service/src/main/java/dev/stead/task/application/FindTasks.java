package dev.stead.task.application;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.TaskRecords;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.eligibility.Eligibility;
import dev.stead.task.domain.eligibility.EligibilityInput;
import dev.stead.task.domain.eligibility.MandateUsage;
import dev.stead.task.domain.eligibility.Verdict;
import dev.stead.task.domain.mandate.TimeSlot;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What may this person do at this terminal now, and why not? Changes nothing. Thread-safe. */
public final class FindTasks {
    /** As many as a screen can show. */
    private static final int MOST_SHOWN = 50;

    private final UnitOfWork store;
    private final Eligibility eligibility;
    private final InstantSource clock;

    public FindTasks(UnitOfWork store, Eligibility eligibility, InstantSource clock) {
        this.store = store;
        this.eligibility = eligibility;
        this.clock = clock;
    }

    /** A task that may be done, the name of who asked, when the opening closes, and whether the delegate must approve it first. */
    public record Eligible(TaskView view, String delegatorName, Instant closeTime, boolean approvalRequired) {}

    /** The tasks that may be done, the one whose opening closes first leading. */
    public record Found(List<Eligible> tasks, boolean truncated) {
        public Found {
            tasks = List.copyOf(tasks);
        }
    }

    /** Does not use the assertion up. */
    public Found find(Assertion assertion, String terminalId) {
        Instant now = Micros.now(clock);
        assertion.requireMadeAt(terminalId, now);
        List<Eligible> eligible = store.read(records -> {
            Terminal terminal = terminal(records, terminalId);
            return records.tasks().readyOf(assertion.subjectId(), Delegations.MOST_OPEN_TASKS).stream()
                    .flatMap(ready -> eligible(records, ready, terminal, now).stream())
                    .sorted(Comparator.comparing(Eligible::closeTime))
                    .toList();
        });
        boolean truncated = eligible.size() > MOST_SHOWN;
        return new Found(truncated ? eligible.subList(0, MOST_SHOWN) : eligible, truncated);
    }

    /** Only an execution that the terminal itself confirmed. */
    public Execution execution(String terminalId, String executionId) {
        return store.read(records -> records.executions().find(executionId))
                .filter(found -> found.terminalId().equals(terminalId))
                .orElseThrow(FindTasks::noExecution);
    }

    public Verdict explain(String taskId, String terminalId) {
        return store.read(records -> {
            TaskView view = records.tasks()
                    .view(taskId)
                    .orElseThrow(() -> new TaskException(TaskError.TASK_NOT_FOUND, "there is no task of this id"));
            Instant now = Micros.now(clock);
            return eligibility.judge(matter(records, view, now), terminal(records, terminalId), now);
        });
    }

    static Terminal terminal(Repositories records, String terminalId) {
        return records.register()
                .terminal(terminalId)
                .orElseThrow(() -> new TaskException(
                        TaskError.TERMINAL_NOT_FOUND,
                        "the terminal is not registered; the operator registers it by PutTerminal"));
    }

    static TaskException noExecution() {
        return new TaskException(TaskError.EXECUTION_NOT_FOUND, "the caller has no execution of this id");
    }

    private Optional<Eligible> eligible(Repositories records, TaskRecords.Ready ready, Terminal terminal, Instant now) {
        Verdict verdict = eligibility.judge(matter(records, ready.view(), now), terminal, now);
        if (!verdict.eligibleOnceApproved()) {
            return Optional.empty();
        }
        TimeSlot opening = ready.view().task().mandate().window().openingAt(now).orElseThrow();
        return Optional.of(new Eligible(ready.view(), ready.delegatorName(), opening.end(), !verdict.eligible()));
    }

    private static EligibilityInput matter(Repositories records, TaskView view, Instant now) {
        return new EligibilityInput(view.task(), view.order(), MandateUsage.of(records, view.task(), now));
    }
}
