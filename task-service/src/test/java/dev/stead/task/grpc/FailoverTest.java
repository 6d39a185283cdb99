package dev.stead.task.grpc;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.Problem;
import dev.stead.mesh.sql.Database;
import dev.stead.task.application.port.SettlementRequest;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.PostgresPair;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.ConfirmTaskResponse;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.Notification;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL's primary is killed under load and its synchronous standby takes over. An answer that a terminal got before stays true; a
 * request without an answer it repeats with the same request id, and the money moves once.
 */
class FailoverTest {
    private static final int TASKS = Integer.getInteger("stead.failover.tasks", 120);
    private static final int TERMINALS = 6;

    private final Map<String, ConfirmTaskResponse> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger cut = new AtomicInteger();

    @Test
    void aFailoverUnderLoadLosesNothing() throws Exception {
        try (var pair = new PostgresPair();
                Database database = Database.open(pair.config(), TaskDatabase.MIGRATIONS);
                var world = new TaskWorld(database);
                ExecutorService terminals = Executors.newVirtualThreadPerTaskExecutor()) {
            world.settle();
            List<ConfirmTaskRequest> requests = IntStream.range(0, TASKS)
                    .mapToObj(i -> world.ready("o-" + i, TaskKind.TASK_KIND_PAYMENT))
                    .map(Task::getTaskId)
                    .map(task -> world.confirmation("t-near", task))
                    .toList();
            var third = new CountDownLatch(TASKS / 3);
            List<Future<?>> load = IntStream.range(0, TERMINALS)
                    .<Future<?>>mapToObj(terminal -> terminals.submit(() -> {
                        for (int i = terminal; i < TASKS; i += TERMINALS) {
                            confirm(world, requests.get(i));
                            third.countDown();
                        }
                    }))
                    .toList();
            TaskWorld.await(third);
            pair.killPrimary();
            Map<String, ConfirmTaskResponse> before = Map.copyOf(acknowledged);
            pair.promote();
            for (Future<?> done : load) {
                done.get(2, TimeUnit.MINUTES);
            }
            // Executions whose terminal gave up asking are resumed with the same request id.
            for (ConfirmTaskRequest request : requests) {
                ConfirmTaskResponse again = world.terminal("t-near").confirmTask(request);
                assertThat(again).as("the first answer, again").isEqualTo(acknowledged.get(request.getRequestId()));
                assertThat(again.getExecution().getState()).isEqualTo(Execution.State.STATE_SUCCEEDED);
            }
            assertThat(before).as("killed under load").hasSizeBetween(TASKS / 3, TASKS - 1);
            assertThat(cut).as("calls that were cut").hasPositiveValue();
            assertThat(world.settlements.moves()).isEqualTo(TASKS);
            assertThat(world.settlements.asked().stream()
                            .map(SettlementRequest::executionId)
                            .distinct())
                    .as("settlements requested without a stored execution")
                    .hasSize(TASKS);
            List<Notification> notifications = world.notifications("alice", 0, 2 * TASKS);
            assertThat(notifications.stream().map(Notification::getCursor))
                    .as("cursors")
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(notifications.stream().collect(groupingBy(Notification::getKind, counting())))
                    .as("Alice was notified of each acceptance and each success")
                    .isEqualTo(Map.of(
                            Notification.Kind.KIND_ACCEPTED, (long) TASKS, Notification.Kind.KIND_SUCCEEDED, (long)
                                    TASKS));
        }
    }

    /** As a terminal does: the same request until there is an answer. */
    private void confirm(TaskWorld world, ConfirmTaskRequest request) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (true) {
            try {
                acknowledged.put(
                        request.getRequestId(), world.terminal("t-near").confirmTask(request));
                return;
            } catch (RuntimeException failed) {
                Status.Code code = Problem.from(failed).map(Problem::code).orElse(Status.Code.UNKNOWN);
                if ((code != Status.Code.UNAVAILABLE && code != Status.Code.ABORTED && code != Status.Code.INTERNAL)
                        || System.nanoTime() > end) {
                    throw failed;
                }
                cut.incrementAndGet();
                // An execution that was claimed and whose outcome could not be stored is resumed by the service.
                resume(world);
            }
        }
    }

    private static void resume(TaskWorld world) {
        try {
            world.clock.advance(java.time.Duration.ofMillis(200));
            var _ = world.useCases.settlementCoordinator().resume();
        } catch (RuntimeException stillDown) {
            // Retried by the next caller.
        }
    }
}
