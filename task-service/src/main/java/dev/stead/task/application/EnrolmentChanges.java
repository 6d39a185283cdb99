package dev.stead.task.application;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Assertions;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.notification.NotificationKind;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.domain.task.Task;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Learns from an assertion that somebody was enrolled anew. Whatever they had accepted before they must accept again, and both people of
 * each such task are notified, once: the enrolment may have been another face's. Thread-safe.
 */
public final class EnrolmentChanges {
    private final UnitOfWork unitOfWork;
    private final Assertions assertions;
    private final InstantSource clock;

    public EnrolmentChanges(UnitOfWork unitOfWork, Assertions assertions, InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.assertions = assertions;
        this.clock = clock;
    }

    /** Runs a call, and learns from its assertion if it is refused with {@code ENROLMENT_CHANGED}. */
    public <T> T learningFrom(String assertion, Supplier<T> call) {
        try {
            return call.get();
        } catch (TaskException refusal) {
            if (refusal.error() == TaskError.ENROLMENT_CHANGED) {
                learn(assertions.read(assertion));
            }
            throw refusal;
        }
    }

    /** Learns from an assertion, unless it has expired: an old one says nothing of today. */
    public void learn(Assertion assertion) {
        Instant now = Micros.now(clock);
        if (!assertion.isCurrent(now)) {
            return;
        }
        List<TaskId> outdated = unitOfWork.read(
                repositories -> repositories.tasks().findReady(assertion.subjectId(), Task.MAX_OPEN_PER_PERSON).stream()
                        .map(ready -> ready.view().task())
                        .filter(task -> task.isOutdatedBy(assertion.enrolment()))
                        .map(Task::id)
                        .toList());
        for (TaskId taskId : outdated) {
            unitOfWork.write(repositories -> invalidate(repositories, taskId, assertion, now));
        }
    }

    private static boolean invalidate(Repositories repositories, TaskId taskId, Assertion assertion, Instant now) {
        Task task = repositories.tasks().findForUpdate(taskId).orElseThrow();
        if (!task.isOutdatedBy(assertion.enrolment())) {
            return false;
        }
        Task invalid = task.invalidateAcceptance(now);
        repositories.tasks().replace(invalid);
        repositories.approvals().remove(taskId);
        Notifier.notifyBoth(repositories, NotificationKind.ENROLMENT_CHANGED, invalid, now);
        return true;
    }
}
