package dev.stead.payment.storage;

import static dev.stead.payment.domain.provider.Provider.Movement.Effect.CAPTURED;
import static dev.stead.payment.domain.provider.Provider.Movement.Effect.REFUNDED;
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
import dev.stead.payment.domain.settlement.Review;
import dev.stead.payment.domain.settlement.Review.Finding;
import dev.stead.payment.testing.EditedStatement;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.ScriptedProvider.Behaviour;
import dev.stead.payment.testing.Shop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
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
        Shop shop = Shop.over(test, provider, clock).open(10_000);
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
        Shop shop = Shop.over(test, provider, clock).open(10L * ROWS);
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
    void everyPlantedBreakOfARefundIsFoundAndClassedAndNothingElse(TestDatabase test) {
        Shop shop = Shop.over(test, provider, clock).open(10_000);
        Period day = day();
        Map<String, Break.Kind> planted = new HashMap<>();
        for (Break.Kind kind : Break.Kind.values()) {
            SettlementId settled = shop.settle("pay " + kind, 100).id();
            shop.refund("well " + kind, settled, 10);
            shop.refund("back " + kind, settled, 10);
            planted.put(plant(kind, "refund-" + Shop.id("back " + kind), REFUNDED), kind);
        }

        Reconciliation.Report report = shop.useCases().reconciliation().compare(day);

        assertThat(report.breaks()).hasSize(planted.size());
        assertThat(report.breaks().stream().collect(Collectors.toMap(Break::key, Break::kind)))
                .isEqualTo(planted);
    }

    /** Paid at 23:30 and booked in the next day: read of the statement all the same. */
    @ParameterizedTest
    @MethodSource("databases")
    void whatIsBookedAfterAPeriodsEndIsLateAndNotMissing(TestDatabase test) {
        Shop shop = Shop.over(test, provider, clock).open(1_000);
        Instant midnight = Instant.parse("2026-11-24T00:00:00Z");
        var day = new Period(midnight.minus(Duration.ofDays(1)), midnight);
        clock.advance(Duration.between(clock.instant(), midnight.minus(Duration.ofMinutes(30))));
        String well = shop.settle("well", 100).id() + "-1";
        SettlementId settled = shop.settle("pay", 100).id();
        shop.refund("back", settled, 10);
        String refund = "refund-" + Shop.id("back");
        Instant two = midnight.plus(Duration.ofHours(2));
        provider.edit(well, new Movement(well, CAPTURED, euros(100), midnight.plus(Duration.ofMinutes(30))));
        provider.edit(settled + "-1", new Movement(settled + "-1", CAPTURED, euros(100), two));
        provider.edit(refund, new Movement(refund, REFUNDED, euros(10), two));

        Reconciliation.Report report = shop.useCases().reconciliation().compare(day);

        assertThat(report.breaks().stream().collect(Collectors.toMap(Break::key, Break::kind)))
                .isEqualTo(Map.of(settled + "-1", Break.Kind.LATE, refund, Break.Kind.LATE));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void refundThatAPersonClosedIsComparedWithWhatTheyFound(TestDatabase test) {
        Shop shop = Shop.over(test, provider, clock).open(1_000);
        Period day = day();
        refundInReview(shop, "refused", Behaviour.DECLINED, Finding.NOT_MOVED);
        refundInReview(shop, "moved", Behaviour.DECLINED_BUT_DONE, Finding.MOVED);
        assertThat(shop.useCases().reconciliation().compare(day).breaks()).isEmpty();

        refundInReview(shop, "a lie", Behaviour.DECLINED_BUT_DONE, Finding.NOT_MOVED);
        refundInReview(shop, "a mistake", Behaviour.DECLINED, Finding.MOVED);

        Reconciliation.Report report = shop.useCases().reconciliation().compare(day);
        assertThat(report.refunds()).isEqualTo(4);
        assertThat(report.breaks().stream().collect(Collectors.toMap(Break::key, Break::kind)))
                .isEqualTo(Map.of(
                        "refund-" + Shop.id("a lie"), Break.Kind.STATE,
                        "refund-" + Shop.id("a mistake"), Break.Kind.MISSING_AT_PROVIDER));
    }

    private void refundInReview(Shop shop, String request, Behaviour behaviour, Finding finding) {
        SettlementId settled = shop.settle("pay for " + request, 100).id();
        provider.provider().then(behaviour);
        shop.refund(request, settled, 40);
        shop.useCases().reviews().resolve(new Review(Shop.id("review " + request), settled, finding, "ada", "seen"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatAnotherProviderMovedIsNotSoughtInThisOnesStatement(TestDatabase test) {
        Shop shop = Shop.over(test, provider, clock).open(1_000);
        Period day = day();
        SettlementId settled = shop.settle("pay", 100).id();
        shop.refund("back", settled, 40);
        provider.edit(settled + "-1");
        provider.edit("refund-" + Shop.id("back"));
        test.database().change(handle -> handle.execute("UPDATE attempts SET provider = 'the one before'"));

        Reconciliation.Report report = shop.useCases().reconciliation().compare(day);

        assertThat(report.breaks()).isEmpty();
        assertThat(report.refunds()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void movementOfAnotherDayIsNoBreakOfThisOne(TestDatabase test) {
        Shop shop = Shop.over(test, provider, clock).open(1_000);
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
        if (kind == Break.Kind.STATE) {
            test.database()
                    .change(handle -> handle.createUpdate(
                                    "UPDATE journal_entries SET kind = 'VOID' WHERE settlement_id = :id AND kind = 'POST'")
                            .bind("id", id.value())
                            .execute());
        } else {
            plant(kind, id + "-1", CAPTURED);
        }
    }

    /** Plants a break into the statement's movement of 10 euro cents. Returns the key that the break has. */
    private String plant(Break.Kind kind, String key, Movement.Effect effect) {
        var moved = new Movement(key, effect, euros(10), clock.instant());
        switch (kind) {
            case MISSING_AT_PROVIDER -> provider.edit(key);
            case MISSING_HERE -> {
                String stranger = key + "-of-a-stranger";
                provider.edit(stranger, new Movement(stranger, effect, euros(10), moved.time()));
                return stranger;
            }
            case AMOUNT -> provider.edit(key, new Movement(key, effect, euros(11), moved.time()));
            case CURRENCY -> provider.edit(key, new Movement(key, effect, new Money("USD", 10), moved.time()));
            case STATE -> provider.edit(key, new Movement(key, other(effect), euros(10), moved.time()));
            case DUPLICATE -> provider.edit(key, moved, moved);
            case LATE -> {
                Instant late = moved.time().plus(Duration.ofHours(2));
                provider.edit(key, new Movement(key, effect, euros(10), late));
            }
        }
        return key;
    }

    private static Movement.Effect other(Movement.Effect effect) {
        return effect == CAPTURED ? REFUNDED : CAPTURED;
    }
}
