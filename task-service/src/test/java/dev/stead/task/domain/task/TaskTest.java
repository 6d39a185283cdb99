package dev.stead.task.domain.task;

import static dev.stead.task.domain.Sample.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Sample;
import dev.stead.task.domain.SettlementReference;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskTest {
    private static final Map<TaskState, Set<TaskState>> MOVES = Map.of(
            TaskState.PROPOSED, Set.of(TaskState.READY, TaskState.DECLINED, TaskState.REVOKED, TaskState.EXPIRED),
            TaskState.READY, Set.of(TaskState.EXECUTING, TaskState.REVOKED, TaskState.EXPIRED),
            TaskState.EXECUTING, Set.of(TaskState.SUCCEEDED, TaskState.READY, TaskState.FAILED, TaskState.REVOKED));

    private static Task in(TaskState state) {
        Task proposed = Sample.proposed(Sample.payment(1));
        Task ready = proposed.accept(Sample.ENROLMENT, NOW);
        Task executing = ready.claim(new ExecutionId("e-1"), NOW);
        return switch (state) {
            case PROPOSED -> proposed;
            case READY -> ready;
            case EXECUTING -> executing;
            case SUCCEEDED -> executing.succeed(NOW);
            case FAILED -> executing.fail(NOW, 1);
            case DECLINED -> proposed.decline(NOW);
            case REVOKED -> ready.revoke(Sample.ALICE, NOW);
            case EXPIRED -> ready.expire(NOW);
        };
    }

    private static void refuses(UnaryOperator<Task> move, Task task, TaskError error) {
        assertThatThrownBy(() -> move.apply(task))
                .isInstanceOfSatisfying(
                        TaskException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(error));
    }

    @ParameterizedTest
    @EnumSource(TaskState.class)
    void onlyTheWrittenMovesAreLegal(TaskState from) {
        assertThat(in(from).state()).isEqualTo(from);
        for (TaskState to : TaskState.values()) {
            boolean legal = MOVES.getOrDefault(from, Set.of()).contains(to);
            assertThat(from.mayBecome(to)).as("%s -> %s", from, to).isEqualTo(legal);
            if (!legal) {
                assertThatThrownBy(() -> in(from).progress().moveTo(to, NOW)).isInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(from.isFinal()).isEqualTo(!MOVES.containsKey(from));
    }

    @ParameterizedTest
    @EnumSource(value = TaskState.class, mode = EnumSource.Mode.EXCLUDE, names = "PROPOSED")
    void onlyAProposedTaskIsAcceptedOrDeclined(TaskState state) {
        refuses(task -> task.accept(Sample.ENROLMENT, NOW), in(state), TaskError.TASK_NOT_PROPOSED);
        refuses(task -> task.decline(NOW), in(state), TaskError.TASK_NOT_PROPOSED);
    }

    @Test
    void aReadyTaskIsAcceptedAgainInAnotherEnrolmentOnly() {
        Task ready = in(TaskState.READY);
        var anew = new EnrolmentGeneration("e-anew");
        assertThat(ready.isOutdatedBy(Sample.ENROLMENT)).isFalse();
        assertThat(ready.isOutdatedBy(anew)).isTrue();

        Task invalid = ready.invalidateAcceptance(NOW);
        assertThat(invalid.state()).isEqualTo(TaskState.READY);
        assertThat(invalid.version()).isEqualTo(ready.version() + 1);
        assertThat(invalid.isAcceptedAs(Sample.ENROLMENT)).isFalse();
        assertThat(invalid.isOutdatedBy(anew)).as("known already").isFalse();

        for (Task before : List.of(ready, invalid)) {
            Task again = before.accept(anew, NOW);
            assertThat(again.state()).isEqualTo(TaskState.READY);
            assertThat(again.isAcceptedAs(anew)).isTrue();
            refuses(task -> task.accept(anew, NOW), again, TaskError.TASK_NOT_PROPOSED);
        }
        assertThat(in(TaskState.PROPOSED).isOutdatedBy(anew)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(TaskState.class)
    void aTaskIsTakenBackUntilItIsDone(TaskState state) {
        Map<TaskState, String> revokers = new EnumMap<>(Map.of(
                TaskState.PROPOSED, "alice", TaskState.READY, "alice or bob", TaskState.EXECUTING, "alice or bob"));
        for (PersonId person : Set.of(Sample.ALICE, Sample.BOB)) {
            if (revokers.getOrDefault(state, "").contains(person.value())) {
                Task revoked = in(state).revoke(person, NOW);
                boolean runs = state == TaskState.EXECUTING;
                assertThat(revoked.state()).isEqualTo(runs ? state : TaskState.REVOKED);
                assertThat(revoked.progress().revoking()).isEqualTo(runs);
            } else {
                refuses(task -> task.revoke(person, NOW), in(state), TaskError.TASK_NOT_REVOCABLE);
            }
        }
    }

    @Test
    void whatRunsIsBroughtToItsEndAndNothingElseBegins() {
        Task running = Sample.ready(Sample.payment(2))
                .claim(new ExecutionId("e-1"), NOW)
                .revoke(Sample.BOB, NOW);
        assertThat(running.succeed(NOW).state()).isEqualTo(TaskState.REVOKED);
        assertThat(running.fail(NOW, 5).state()).isEqualTo(TaskState.REVOKED);
        Task last = Sample.ready(Sample.payment(1))
                .claim(new ExecutionId("e-1"), NOW)
                .revoke(Sample.ALICE, NOW);
        assertThat(last.succeed(NOW).state()).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    void everyMoveRaisesTheVersion() {
        Task task = Sample.proposed(Sample.payment(1));
        assertThat(task.version()).isEqualTo(1);
        assertThat(task.accept(Sample.ENROLMENT, NOW)
                        .claim(new ExecutionId("e-1"), NOW)
                        .succeed(NOW)
                        .version())
                .isEqualTo(4);
    }

    @Test
    void aFailedTaskIsReadyAgainUntilTheLimit() {
        Task task = Sample.ready(Sample.payment(1));
        for (int failure = 1; failure < 5; failure++) {
            task = task.claim(new ExecutionId("e-" + failure), NOW).fail(NOW, 5);
            assertThat(task.state()).isEqualTo(TaskState.READY);
        }
        assertThat(task.claim(new ExecutionId("e-5"), NOW).fail(NOW, 5).state()).isEqualTo(TaskState.FAILED);
    }

    @Test
    void aSuccessForgetsTheFailuresBeforeIt() {
        Task task = Sample.ready(Sample.payment(2))
                .claim(new ExecutionId("e-1"), NOW)
                .fail(NOW, 5);
        assertThat(task.claim(new ExecutionId("e-2"), NOW)
                        .succeed(NOW)
                        .progress()
                        .failures())
                .isZero();
    }

    @Test
    void aTaskWithUsesLeftIsReadyAgain() {
        Task once = Sample.ready(Sample.payment(2))
                .claim(new ExecutionId("e-1"), NOW)
                .succeed(NOW);
        assertThat(once.state()).isEqualTo(TaskState.READY);
        assertThat(once.claim(new ExecutionId("e-2"), NOW).succeed(NOW).state()).isEqualTo(TaskState.SUCCEEDED);
    }

    @Test
    void aWindowThatIsOverCannotBeProposedNorAccepted() {
        Task proposed = Sample.proposed(Sample.payment(1));
        refuses(task -> task.accept(Sample.ENROLMENT, task.closeTime()), proposed, TaskError.TASK_EXPIRED);
        assertThatThrownBy(() ->
                        Task.propose(new TaskId("task-2"), Sample.proposal(proposed.mandate()), proposed.closeTime()))
                .hasMessageContaining("over already");
    }

    @Test
    void nobodyActsInTheirOwnStead() {
        assertThatThrownBy(() -> new Parties(new PersonId("alice"), new PersonId("alice")))
                .isInstanceOfSatisfying(
                        TaskException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(TaskError.DELEGATE_IS_DELEGATOR));
    }

    @Test
    void anOutcomeOnceKnownNeverChanges() {
        var attempt = new Execution.Attempt(new ExecutionId("e-1"), new TaskId("task-1"), new TerminalId("t-1"));
        Execution settling = Execution.begin(attempt, new Execution.Settling(Sample.PRICE), NOW);
        Execution paid = settling.settled(new Execution.Paid(Sample.PRICE, new SettlementReference("s-1")), NOW);
        assertThatThrownBy(() -> paid.settled(new Execution.Refused(Sample.PRICE, null, "NO"), NOW))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> paid.reported(true, NOW)).isInstanceOf(TaskException.class);
        Execution collected = Execution.begin(attempt, new Execution.Collecting(Sample.LOCKER), NOW)
                .reported(true, NOW);
        assertThatThrownBy(() -> collected.reported(false, NOW)).isInstanceOf(TaskException.class);
    }

    @Test
    void onlyWhatIsNotYetDoneBecomesOverdueAtTheInstantOfClosing() {
        Instant closes = in(TaskState.READY).closeTime();
        for (TaskState state : TaskState.values()) {
            assertThat(in(state).isOverdue(closes))
                    .as("%s at the close", state)
                    .isEqualTo(state == TaskState.PROPOSED || state == TaskState.READY);
            assertThat(in(state).isOverdue(closes.minusNanos(1_000)))
                    .as("%s just before", state)
                    .isFalse();
        }
    }

    @Test
    void whoMayNotTakeBackIsToldWhatToDoInstead() {
        assertThatThrownBy(() -> in(TaskState.PROPOSED).revoke(Sample.BOB, NOW))
                .hasMessageContaining("decline it instead");
        assertThatThrownBy(() -> in(TaskState.SUCCEEDED).revoke(Sample.ALICE, NOW))
                .hasMessageContaining("the task is SUCCEEDED and cannot be taken back");
    }

    @Test
    void moneyMovedOrObjectTakenIsASuccessAndNothingElseIs() {
        var reference = new SettlementReference("s-1");
        assertThat(List.of(new Execution.Paid(Sample.PRICE, reference), new Execution.Collected(Sample.LOCKER)))
                .allSatisfy(outcome -> {
                    assertThat(ended(outcome).succeeded()).isTrue();
                    assertThat(outcome.isFinal()).isTrue();
                });
        assertThat(List.of(
                        new Execution.Refused(Sample.PRICE, reference, "NO"),
                        new Execution.NotCollected(Sample.LOCKER)))
                .allSatisfy(outcome -> {
                    assertThat(ended(outcome).succeeded()).isFalse();
                    assertThat(outcome.isFinal()).isTrue();
                });
        assertThat(List.of(new Execution.Settling(Sample.PRICE), new Execution.Collecting(Sample.LOCKER)))
                .allSatisfy(outcome -> {
                    assertThat(ended(outcome).succeeded()).isFalse();
                    assertThat(outcome.isFinal()).isFalse();
                });
    }

    @Test
    void whatIsReportedOfACollectionIsItsOutcome() {
        Execution collecting = ended(new Execution.Collecting(Sample.LOCKER));
        assertThat(collecting.isSettling()).isFalse();
        assertThat(collecting.reported(true, NOW).outcome()).isEqualTo(new Execution.Collected(Sample.LOCKER));
        assertThat(collecting.reported(false, NOW).outcome()).isEqualTo(new Execution.NotCollected(Sample.LOCKER));
        assertThatThrownBy(() -> ended(new Execution.Settling(Sample.PRICE)).reported(true, NOW))
                .isInstanceOfSatisfying(
                        TaskException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(TaskError.EXECUTION_NOT_COLLECTING));
    }

    @Test
    void aSettlingExecutionTakesOnlyAFinalOutcome() {
        Execution settling = ended(new Execution.Settling(Sample.PRICE));
        assertThatThrownBy(() -> settling.settled(new Execution.Settling(Sample.PRICE), NOW))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ended(new Execution.Collecting(Sample.LOCKER))
                        .settled(new Execution.Refused(Sample.PRICE, null, "NO"), NOW))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Execution ended(Execution.Outcome outcome) {
        var attempt = new Execution.Attempt(new ExecutionId("e-1"), new TaskId("task-1"), new TerminalId("t-1"));
        return Execution.begin(attempt, outcome, NOW);
    }
}
