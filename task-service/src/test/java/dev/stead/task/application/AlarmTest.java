package dev.stead.task.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.task.domain.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AlarmTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Sample.NOW);
    private final BlockingQueue<Instant> runs = new LinkedBlockingQueue<>();

    private Alarm alarm() {
        return new Alarm("test-alarm", now::get, fault -> {});
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
    void theWorkRunsWhenItAskedToAndWhenItIsRungFor() throws Exception {
        try (Alarm alarm = alarm().start(this::work)) {
            assertThat(ran()).isTrue();
            assertThat(rests()).isTrue();
            now.updateAndGet(instant -> instant.plus(Duration.ofHours(1)));
            assertThat(ran()).isTrue();
            alarm.ringBy(now.get().plusSeconds(10));
            assertThat(rests()).isTrue();
            now.updateAndGet(instant -> instant.plusSeconds(10));
            assertThat(ran()).isTrue();
        }
    }

    @Test
    void workThatFailsIsTriedAgain() throws Exception {
        try (var alarm = new Alarm(
                "test-alarm",
                now::get,
                // Told after the next try was asked for, so that the clock is not moved too early.
                fault -> runs.add(now.get()))) {
            var _ = alarm.start(() -> {
                throw new IllegalStateException("on purpose");
            });
            assertThat(ran()).isTrue();
            now.updateAndGet(instant -> instant.plusSeconds(5));
            assertThat(ran()).isTrue();
        }
    }
}
