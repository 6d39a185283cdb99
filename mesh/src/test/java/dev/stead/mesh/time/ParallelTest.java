package dev.stead.mesh.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParallelTest {
    private final AtomicInteger done = new AtomicInteger();

    @Test
    void actionsRunSideBySide() {
        var allAtOnce = new CyclicBarrier(3);
        Runnable meet = () -> {
            try {
                allAtOnce.await();
                done.incrementAndGet();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
        };

        Parallel.runAll(List.of(meet, meet, meet));

        assertThat(done).hasValue(3);
    }

    @Test
    void failuresAreThrownTogetherWhenAllIsOver() {
        Runnable first = () -> {
            throw new IllegalArgumentException("first");
        };
        Runnable second = () -> {
            throw new IllegalArgumentException("second");
        };

        assertThatIllegalStateException()
                .isThrownBy(() -> Parallel.runAll(List.of(done::incrementAndGet, first, second, done::incrementAndGet)))
                .withMessage("2 of 4 actions failed")
                .satisfies(failed -> {
                    assertThat(failed.getCause()).hasMessage("first");
                    assertThat(failed.getSuppressed())
                            .singleElement()
                            .extracting(Throwable::getMessage)
                            .isEqualTo("second");
                });
        assertThat(done).hasValue(2);
    }

    @Test
    void nothingToRunIsDoneAtOnce() {
        Parallel.runAll(List.of());
    }
}
