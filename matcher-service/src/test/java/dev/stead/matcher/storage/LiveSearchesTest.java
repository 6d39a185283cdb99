package dev.stead.matcher.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.OperatingPoint;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.testing.Faces;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiveSearchesTest {
    private static final int SEARCHES = 100_000;

    private final LiveSearches searches = new LiveSearches();
    private final Probe probe = new Probe(new Faces(1).sample(1, 1).embedding());

    @Test
    void oneInSoManyIsTaken() {
        searches.take(200, new SplittableRandom(1));
        int taken = 0;
        for (int i = 0; i < SEARCHES; i++) {
            search();
            taken += searches.poll() == null ? 0 : 1;
        }
        // The distances are 1 to 399: a deviation of 115 each, of 13 searches in 500.
        assertThat(taken).isBetween(450, 550);
    }

    @Test
    void noneIsTakenBeforeTheAuditBegins() {
        for (int i = 0; i < 1_000; i++) {
            search();
        }
        assertThat(searches.poll()).isNull();
    }

    @Test
    void everyOneIsTakenOrDroppedWhoeverSearchesAtOnce() throws InterruptedException {
        searches.take(1, new SplittableRandom(1));
        int threads = 4;
        var begin = new CountDownLatch(1);
        Thread[] all = Stream.generate(() -> Thread.ofPlatform().start(() -> {
                    try {
                        begin.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    for (int i = 0; i < 1_000; i++) {
                        search();
                    }
                }))
                .limit(threads)
                .toArray(Thread[]::new);
        begin.countDown();
        for (Thread one : all) {
            one.join();
        }
        int waiting = 0;
        while (searches.poll() != null) {
            waiting++;
        }
        assertThat(waiting).isEqualTo(LiveSearches.MOST);
        // Who comes while a distance is drawn is not counted.
        assertThat(searches.dropped()).isBetween(100L, threads * 1_000L - LiveSearches.MOST);
    }

    @Test
    void copyIsItsOwn() {
        searches.take(1, new SplittableRandom(1));
        search();
        float first = probe.embedding().values()[0];
        probe.embedding().wipe();
        LiveSearch taken = Objects.requireNonNull(searches.poll());
        assertThat(taken.probe().embedding().values()[0]).isEqualTo(first);
        taken.wipe();
        assertThat(taken.probe().embedding().values()).containsOnly(0);
        assertThat(taken).hasToString("LiveSearch[Probe[128 floats]]");
    }

    private void search() {
        searches.searched(probe, OperatingPoint.STANDARD, 9, 0.9999, CandidateList.of(Stream.empty(), 1));
    }
}
