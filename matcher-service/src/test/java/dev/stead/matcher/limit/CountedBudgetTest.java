package dev.stead.matcher.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.DecisionBudget.Charge;
import dev.stead.matcher.domain.DecisionBudget.Telling;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.limit.CountedBudget.Allowance;
import dev.stead.matcher.limit.DecisionCounts.Kind;
import dev.stead.matcher.testing.MapDecisionCounts;
import dev.stead.matcher.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Counters that outlive a process and are shared by several, without a write for each decision. */
class CountedBudgetTest {
    private static final Allowance ALLOWANCE = new Allowance(1_000, 1_000, 10_000, 100, 1_000);
    private static final GalleryId PEOPLE = new GalleryId("people");
    private static final SubjectId ADA = new SubjectId("ada");

    private final SettableClock clock = new SettableClock();
    private final MapDecisionCounts counts = new MapDecisionCounts();

    @Test
    void aKilledProcessGivesNothingBackAndLosesABlockAtMost() {
        var killed = new CountedBudget(ALLOWANCE, counts, clock);
        assertThat(spend(killed, 0, 40)).isEqualTo(40);

        assertThat(spend(new CountedBudget(ALLOWANCE, counts, clock), 4, 100)).isBetween(60 - 100 / 16, 60);
    }

    @Test
    void aProcessThatEndsGivesTheRestOfItsBlocksBack() {
        try (var ended = new CountedBudget(ALLOWANCE, counts, clock)) {
            assertThat(spend(ended, 0, 40)).isEqualTo(40);
        }

        assertThat(counts.total(Kind.NEAR)).isEqualTo(40);
        assertThat(spend(new CountedBudget(ALLOWANCE, counts, clock), 4, 100)).isEqualTo(60);
    }

    /** Each of three learns of the others when it reserves its next block. */
    @Test
    void processesThatShareAStoreAreOffByABlockEachAtMost() {
        List<CountedBudget> three = Stream.generate(() -> new CountedBudget(ALLOWANCE, counts, clock))
                .limit(3)
                .toList();
        int spent = 0;
        for (int i = 0; i < 200; i++) {
            for (CountedBudget one : three) {
                spent += spend(one, i, 1);
            }
        }

        assertThat(spent).isBetween(100 - 3 * (100 / 16), 100 + 3 * (100 / 16));
    }

    @Test
    void mostChargesWriteNothingAndWaitForNothing() {
        var budget = new CountedBudget(new Allowance(100_000, 1_000, 1_000, 1_000, 1_000), counts, clock);
        CaptureSource terminal = CaptureSource.terminal("t-1");
        budget.answer(terminal).recorded().join();

        long waited = IntStream.range(0, 50_000)
                .mapToObj(_ -> budget.answer(terminal).recorded())
                .filter(recorded -> !recorded.isDone())
                .peek(recorded -> recorded.join())
                .count();

        assertThat(waited).isLessThan(100);
        assertThat(counts.writes()).isLessThan(50);
    }

    @Test
    void whatIsPaidForIsRecordedOnlyWhenTheStoreHasIt() {
        var slow = new SlowCounts();
        var budget = new CountedBudget(ALLOWANCE, slow, clock);
        Charge charge = budget.near(telling(0), 1);

        assertThat(charge.isPaid()).isTrue();
        assertThat(charge.recorded()).isNotDone();
        slow.open.countDown();
        charge.recorded().join();
        assertThat(slow.total(Kind.NEAR)).isPositive();
    }

    @Test
    void aStoreThatFailsLetsNoAnswerOutAndIsAskedAgain() {
        var slow = new SlowCounts();
        slow.fails = true;
        slow.open.countDown();
        var budget = new CountedBudget(ALLOWANCE, slow, clock);

        assertThat(budget.near(telling(0), 1).recorded()).failsWithin(Duration.ofSeconds(5));
        slow.fails = false;
        assertThat(budget.near(telling(0), 1).recorded()).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void whatIsOverIsDeletedWithinAnHour() {
        var budget = new CountedBudget(ALLOWANCE, counts, clock);
        budget.identified(telling(0)).recorded().join();
        budget.near(telling(0), 1).recorded().join();
        clock.advance(Duration.ofDays(31));

        budget.answer(CaptureSource.terminal("t-1")).recorded().join();
        long until = clock.millis() + 5_000;
        while (counts.total(Kind.NEAR_HERE) > 0 && clock.millis() < until) {
            Thread.onSpinWait();
        }

        assertThat(counts.total(Kind.NEAR_HERE)).isZero();
        assertThat(counts.total(Kind.IDENTIFIED)).isZero();
        assertThat(counts.total(Kind.NEAR)).as("as long as the enrolment").isPositive();
    }

    /** From as many terminals as it takes. */
    private static int spend(CountedBudget budget, int firstTerminal, int times) {
        int paid = 0;
        for (int i = 0; i < times; i++) {
            Charge charge = budget.near(telling(firstTerminal + i / 10), 1);
            charge.recorded().join();
            paid += charge.isPaid() ? 1 : 0;
        }
        return paid;
    }

    private static Telling telling(int terminal) {
        return new Telling(PEOPLE, ADA, CaptureSource.terminal("t-" + terminal));
    }

    private static final class SlowCounts implements DecisionCounts {
        private final CountDownLatch open = new CountDownLatch(1);
        private final MapDecisionCounts counts = new MapDecisionCounts();
        private volatile boolean fails;

        @Override
        public Map<CountKey, Integer> load(Instant now) {
            return counts.load(now);
        }

        @Override
        public Map<CountKey, Integer> add(Map<CountKey, Integer> amounts) {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (fails) {
                throw new IllegalStateException("no disk");
            }
            return counts.add(amounts);
        }

        @Override
        public void deleteOver(Instant now) {
            counts.deleteOver(now);
        }

        int total(Kind kind) {
            return counts.total(kind);
        }
    }
}
