package dev.stead.payment.storage;

import static dev.stead.payment.testing.Shop.euros;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.application.Reconciliation;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.provider.Provider.Movement;
import dev.stead.payment.domain.reconciliation.Break;
import dev.stead.payment.testing.EditedStatement;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.ScriptedProvider.Behaviour;
import dev.stead.payment.testing.Shop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Breaks of every kind are planted into a day that agreed before; each is found and classed, and nothing else is. */
class ReconciliationTest {
    private static final int OF_EACH = Integer.getInteger("stead.reconciliation.breaks", 3);
    private static final int TILLS = 16;
    private static final int ROWS = Integer.getInteger("stead.reconciliation.rows", 100);

    private final ManualClock clock = new ManualClock();
    private final EditedStatement provider = new EditedStatement(clock);

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private Period day() {
        Instant now = clock.instant();
        return new Period(now.minus(Duration.ofHours(12)), now.plus(Duration.ofHours(12)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void ledgersThatAgreeHaveNoBreaks(TestDatabase test) {
        Shop shop =
                Shop.over(new PaymentDatabase(test.database()), provider, clock).open(10_000);
        Period day = day();
        shop.settle("well", 100);
        provider.provider().then(Behaviour.DECLINED);
        shop.settle("declined", 100);
        provider.provider().then(Behaviour.WELL, Behaviour.DECLINED_BUT_DONE);
        shop.settle("reversed", 100);
        shop.refund("back", shop.settle("well", 100).id(), 40);
        provider.provider().then(Behaviour.NOT_DONE);
        shop.settle("open", 100);

        Reconciliation.Report report = shop.useCases().reconciliation().compare(day);

        assertThat(report.breaks()).isEmpty();
        assertThat(report.settlements()).isEqualTo(4);
        assertThat(report.open()).isEqualTo(1);
        assertThat(report.refunds()).isEqualTo(1);
        assertThat(report.movements()).isEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyPlantedBreakIsFoundAndClassedAndNothingElse(TestDatabase test) throws Exception {
        Shop shop =
                Shop.over(new PaymentDatabase(test.database()), provider, clock).open(10L * ROWS);
        Period day = day();
        Iterator<SettlementId> toBreak = settled(shop).iterator();
        Map<Break.Kind, Long> planted = new EnumMap<>(Break.Kind.class);
        for (Break.Kind kind : Break.Kind.values()) {
            for (int i = 0; i < OF_EACH; i++) {
                plant(kind, test, toBreak.next());
            }
            planted.put(kind, (long) OF_EACH);
        }

        long start = System.nanoTime();
        Reconciliation.Report report = shop.useCases().reconciliation().compare(day);

        System.getLogger("reconciliation")
                .log(
                        System.Logger.Level.INFO,
                        "{0}: {1} rows, {2} breaks in {3} ms",
                        test,
                        report.settlements(),
                        report.total(),
                        (System.nanoTime() - start) / 1_000_000);
        assertThat(report.counts()).isEqualTo(planted);
        assertThat(report.breaks()).hasSize(Break.Kind.values().length * OF_EACH);
        assertThat(report.settlements()).isEqualTo(ROWS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void movementOfAnotherDayIsNoBreakOfThisOne(TestDatabase test) {
        Shop shop =
                Shop.over(new PaymentDatabase(test.database()), provider, clock).open(1_000);
        shop.settle("before", 10);
        Instant midnight = clock.instant().plusSeconds(1);
        clock.advance(Duration.ofSeconds(2));
        shop.settle("after", 10);

        var before = new Period(midnight.minus(Duration.ofDays(1)), midnight);
        var after = new Period(midnight, midnight.plus(Duration.ofDays(1)));
        assertThat(shop.useCases().reconciliation().compare(before).breaks()).isEmpty();
        assertThat(shop.useCases().reconciliation().compare(after).breaks()).isEmpty();
    }

    /** Side by side, for each waits for the disk. */
    private static List<SettlementId> settled(Shop shop) throws Exception {
        List<SettlementId> settled = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(TILLS)) {
            List<Callable<SettlementId>> work = IntStream.range(0, ROWS)
                    .<Callable<SettlementId>>mapToObj(
                            row -> () -> shop.settle("pay " + row, 10).id())
                    .toList();
            for (Future<SettlementId> one : threads.invokeAll(work)) {
                settled.add(one.get());
            }
        }
        return settled;
    }

    private void plant(Break.Kind kind, TestDatabase test, SettlementId id) {
        String key = id + "-1";
        var moved = new Movement(key, Movement.Effect.CAPTURED, euros(10), clock.instant());
        switch (kind) {
            case MISSING_AT_PROVIDER -> provider.edit(key);
            case MISSING_HERE ->
                provider.edit(
                        "stranger " + id,
                        new Movement("stranger " + id, Movement.Effect.CAPTURED, euros(10), clock.instant()));
            case AMOUNT -> provider.edit(key, new Movement(key, moved.effect(), euros(11), moved.time()));
            case CURRENCY -> provider.edit(key, new Movement(key, moved.effect(), new Money("USD", 10), moved.time()));
            case STATE ->
                test.database()
                        .change(handle -> handle.createUpdate(
                                        "UPDATE journal_entries SET kind = 'VOID' WHERE settlement_id = :id AND kind = 'POST'")
                                .bind("id", id.value())
                                .execute());
            case DUPLICATE -> provider.edit(key, moved, moved);
            case LATE ->
                provider.edit(
                        key,
                        new Movement(
                                key, moved.effect(), euros(10), moved.time().plus(Duration.ofHours(2))));
        }
    }
}
