package dev.stead.mesh.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T10:00:00Z"));
    private final BlockingQueue<Instant> runs = new LinkedBlockingQueue<>();

    private static PeriodicTask task() {
        return new PeriodicTask("test-task", failure -> {});
    }

    private Instant work() {
        Instant at = now.get();
        runs.add(at);
        return at.plus(Duration.ofHours(1));
    }

    private boolean ran() throws InterruptedException {
        return runs.poll(5, TimeUnit.SECONDS) != null;
    }

    private boolean rests() throws InterruptedException {
        return runs.poll(600, TimeUnit.MILLISECONDS) == null;
    }

    @Test
    void theWorkRunsWhenItAskedToAndWhenSomebodyElseDid() throws Exception {
        try (PeriodicTask task = task().start(now::get, this::work)) {
            assertThat(ran()).isTrue();
            assertThat(rests()).isTrue();
            now.updateAndGet(instant -> instant.plus(Duration.ofHours(1)));
            assertThat(ran()).isTrue();
            task.runBy(now.get().plusSeconds(10));
            assertThat(rests()).isTrue();
            now.updateAndGet(instant -> instant.plusSeconds(10));
            assertThat(ran()).isTrue();
        }
    }

    @Test
    void aTaskCanBeAskedToRunBeforeItIsStarted() throws Exception {
        try (PeriodicTask task = task()) {
            task.runBy(now.get().plusSeconds(10));
            assertThat(rests()).isTrue();

            var _ = task.start(now::get, this::work);
            assertThat(ran()).isTrue();
            assertThatIllegalStateException().isThrownBy(() -> task.start(now::get, this::work));
        }
    }

    @Test
    void workThatFailsRunsAgainAfterFiveSeconds() throws Exception {
        // Called after the next run was set, so that the clock is not moved too early.
        try (var task = new PeriodicTask("test-task", failure -> runs.add(now.get()))) {
            var _ = task.start(now::get, () -> {
                throw new IllegalStateException("on purpose");
            });
            assertThat(ran()).isTrue();
            now.updateAndGet(instant -> instant.plusMillis(4_999));
            assertThat(rests()).isTrue();
            now.updateAndGet(instant -> instant.plusMillis(1));
            assertThat(ran()).isTrue();
        }
    }

    @Test
    void workWithAFixedDelayRunsAgainWhetherOrNotItFails() throws Exception {
        BlockingQueue<RuntimeException> failures = new LinkedBlockingQueue<>();
        try (var task = new PeriodicTask("test-task", failures::add)) {
            var _ = task.startWithFixedDelay(Duration.ZERO, Duration.ofMillis(1), () -> {
                runs.add(now.get());
                throw new IllegalStateException("on purpose");
            });
            assertThat(ran()).isTrue();
            assertThat(ran()).isTrue();
            assertThat(failures.poll(5, TimeUnit.SECONDS)).hasMessage("on purpose");
        }
    }

    @Test
    void closingWaitsForTheRunUnderWayAndStartsNoOther() throws Exception {
        var running = new CountDownLatch(1);
        PeriodicTask task = task().startWithFixedDelay(Duration.ZERO, Duration.ofMillis(1), () -> {
            running.countDown();
            sleep(Duration.ofMillis(300));
            runs.add(now.get());
        });
        running.await();

        task.close();

        assertThat(runs).hasSize(1);
    }

    @Test
    void closingWithALimitInterruptsTheRunUnderWay() throws Exception {
        var running = new CountDownLatch(1);
        PeriodicTask task = task().startWithFixedDelay(Duration.ZERO, Duration.ofMillis(1), () -> {
            running.countDown();
            if (!sleep(Duration.ofMinutes(1))) {
                runs.add(now.get());
            }
        });
        running.await();

        task.close(Duration.ofMillis(50));

        assertThat(ran()).isTrue();
    }

    /** False if interrupted. */
    private static boolean sleep(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException interrupted) {
            return false;
        }
    }
}
