package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When an answer to a terminal leaves. */
class AnswerTimesTest {
    private static final CompletableFuture<Void> RECORDED = CompletableFuture.completedFuture(null);

    @Test
    void anAnswerWaitsForTheNextStepHoweverLongTheSearchTook() {
        assertThat(AnswerTimes.rest(TimeUnit.MICROSECONDS.toNanos(300))).isEqualTo(4_700_000);
        assertThat(AnswerTimes.rest(TimeUnit.MICROSECONDS.toNanos(4_999))).isEqualTo(1_000);
        assertThat(AnswerTimes.rest(TimeUnit.MICROSECONDS.toNanos(5_100))).isEqualTo(4_900_000);
    }

    @Test
    void anAnswerLeavesAtItsStepAndNoEarlierThanItIsRecorded() {
        try (var times = new AnswerTimes(System::nanoTime)) {
            var sent = new CompletableFuture<Long>();
            long since = times.now();
            times.send(since, RECORDED, _ -> sent.complete(times.now() - since));
            assertThat(sent).succeedsWithin(Duration.ofSeconds(5));
            assertThat(sent.join()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(5));

            var recorded = new CompletableFuture<Void>();
            var held = new CompletableFuture<Boolean>();
            times.send(times.now(), recorded, failure -> held.complete(failure == null));
            assertThat(held).isNotDone();
            recorded.complete(null);
            assertThat(held).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
        }
    }

    @Test
    void whatCouldNotBeRecordedIsAnsweredAsAFailure() {
        try (var times = new AnswerTimes(System::nanoTime)) {
            var failed = new CompletableFuture<Boolean>();
            times.send(
                    times.now(),
                    CompletableFuture.failedFuture(new IllegalStateException("no disk")),
                    failure -> failed.complete(failure != null));

            assertThat(failed).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
        }
    }
}
