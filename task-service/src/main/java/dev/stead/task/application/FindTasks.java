package dev.stead.task.application;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.eligibility.Eligibility;
import dev.stead.task.domain.eligibility.EligibilityInput;
import dev.stead.task.domain.eligibility.Verdict;
import dev.stead.task.domain.mandate.TimeSlot;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds what a person may do at a terminal now, and explains why not. Changes nothing, but for what must be accepted again since the person
 * was enrolled anew. Thread-safe.
 */
public final class FindTasks {
    /** As many as a screen can show. */
    private static final int MAX_SHOWN = 50;

    private final UnitOfWork unitOfWork;
    private final Eligibility eligibility;
    private final EnrolmentChanges enrolmentChanges;
    private final InstantSource clock;

    public FindTasks(
            UnitOfWork unitOfWork, Eligibility eligibility, EnrolmentChanges enrolmentChanges, InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.eligibility = eligibility;
        this.enrolmentChanges = enrolmentChanges;
        this.clock = clock;
    }

    /**
     * A task that may be done.
     *
     * @param closeTime when the current time slot of its window ends
     * @param approvalRequired whether the delegate must approve it on their phone first
     */
    public record Eligible(TaskView view, String delegatorName, Instant closeTime, boolean approvalRequired) {}

    /** The tasks that may be done, ordered by close time, earliest first. */
    public record Found(List<Eligible> tasks, boolean truncated) {
        public Found {
            tasks = List.copyOf(tasks);
        }
    }

    /** What was read of a person's tasks. */
    private record Seen(List<Eligible> eligible, boolean outdated) {}

    /** Does not use the assertion up. */
    public Found find(Assertion assertion, TerminalId terminalId) {
        Instant now = Micros.now(clock);
        assertion.requireMadeAt(terminalId, now);
        Seen seen = unitOfWork.read(repositories -> {
            Terminal terminal = Lookups.terminal(repositories, terminalId);
            List<Repositories.Tasks.Ready> all =
                    repositories.tasks().findReady(assertion.subjectId(), Task.MAX_OPEN_PER_PERSON);
            List<Eligible> eligible = all.stream()
                    .filter(ready -> ready.view().task().isAcceptedAs(assertion.enrolment()))
                    .flatMap(ready -> eligible(repositories, ready, terminal, now).stream())
                    .sorted(Comparator.comparing(Eligible::closeTime))
                    .toList();
            return new Seen(
                    eligible, all.stream().anyMatch(ready -> ready.view().task().isOutdatedBy(assertion.enrolment())));
        });
        if (seen.outdated()) {
            enrolmentChanges.learn(assertion);
        }
        List<Eligible> eligible = seen.eligible();
        boolean truncated = eligible.size() > MAX_SHOWN;
        return new Found(truncated ? eligible.subList(0, MAX_SHOWN) : eligible, truncated);
    }

    /** Only an execution that the terminal itself confirmed. */
    public Execution execution(TerminalId terminalId, ExecutionId executionId) {
        return unitOfWork.read(repositories -> Lookups.execution(
                repositories, executionId, found -> found.terminalId().equals(terminalId)));
    }

    public Verdict explain(TaskId taskId, TerminalId terminalId) {
        return unitOfWork.read(repositories -> {
            TaskView view = Lookups.task(repositories, taskId, _ -> true);
            Instant now = Micros.now(clock);
            return eligibility.judge(input(repositories, view, now), Lookups.terminal(repositories, terminalId), now);
        });
    }

    private Optional<Eligible> eligible(
            Repositories repositories, Repositories.Tasks.Ready ready, Terminal terminal, Instant now) {
        Verdict verdict = eligibility.judge(input(repositories, ready.view(), now), terminal, now);
        if (!verdict.eligibleOnceApproved()) {
            return Optional.empty();
        }
        TimeSlot slot = ready.view().task().mandate().window().slotAt(now).orElseThrow();
        return Optional.of(new Eligible(ready.view(), ready.delegatorName(), slot.end(), !verdict.eligible()));
    }

    private EligibilityInput input(Repositories repositories, TaskView view, Instant now) {
        return new EligibilityInput(
                view.task(), view.order(), Lookups.usage(repositories, view.task(), eligibility, now), null);
    }
}
