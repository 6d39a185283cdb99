package dev.stead.payment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.application.DailyReconciliation.Day;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.testing.EditedStatement;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.Shop;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The clock begins on 2026-11-23 at 08:00. */
class DailyReconciliationTest {
    private static final Duration AFTER = Duration.ofHours(3);
    private static final LocalDate PAID = LocalDate.parse("2026-11-23");

    private final ManualClock clock = new ManualClock();
    private final EditedStatement provider = new EditedStatement(clock);

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private Shop shop(TestDatabase test) {
        return Shop.over(test, provider, clock);
    }

    /** All that is due at this moment. */
    private static List<Day> compare(Shop shop) {
        List<Day> days = new ArrayList<>();
        Optional<Day> day = shop.useCases().dailyReconciliation().runOnce(AFTER);
        while (day.isPresent()) {
            days.add(day.get());
            day = shop.useCases().dailyReconciliation().runOnce(AFTER);
        }
        return days;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDayIsComparedOnceItIsDueAndItsBreaksAreKnown(TestDatabase test) {
        Shop shop = shop(test).open(1_000);
        String key = shop.settle("pay", 10).id() + "-1";
        provider.edit(key);
        assertThat(compare(shop)).extracting(Day::date).hasSize(7).doesNotContain(PAID);

        clock.advance(Duration.ofHours(18)); // 02:00 of the next day
        assertThat(compare(shop)).isEmpty();
        clock.advance(Duration.ofHours(1));

        assertThat(compare(shop)).extracting(Day::date).containsExactly(PAID);
        assertThat(shop.useCases().dailyReconciliation().latest())
                .hasValueSatisfying(newest -> assertThat(newest.breaks()).isEqualTo(1));
        assertThat(compare(shop)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void twoProcessesOverOneStoreCompareEachDayOnce(TestDatabase test) throws Exception {
        List<Shop> shops = List.of(shop(test).open(1_000), shop(test));
        List<Day> days = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<List<Day>>> both = shops.stream()
                    .<Callable<List<Day>>>map(shop -> () -> compare(shop))
                    .toList();
            for (Future<List<Day>> one : threads.invokeAll(both)) {
                days.addAll(one.get());
            }
        }
        assertThat(days).extracting(Day::date).hasSize(7).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDayThatCameToNoEndIsTakenAgainWhenItsTimeIsOver(TestDatabase test) {
        Shop shop = shop(test).open(1_000);
        provider.silent(true);
        assertThatExceptionOfType(PaymentException.class)
                .isThrownBy(() -> shop.useCases().dailyReconciliation().runOnce(AFTER));
        provider.silent(false);
        LocalDate oldest = PAID.minusDays(7);

        assertThat(compare(shop)).extracting(Day::date).hasSize(6).doesNotContain(oldest);
        clock.advance(Duration.ofMinutes(15));
        assertThat(compare(shop)).extracting(Day::date).containsExactly(oldest);
    }
}
