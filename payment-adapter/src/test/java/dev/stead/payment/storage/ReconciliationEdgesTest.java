package dev.stead.payment.storage;

import static dev.stead.payment.domain.provider.Provider.Movement.Effect.CAPTURED;
import static dev.stead.payment.domain.provider.Provider.Movement.Effect.REFUNDED;
import static dev.stead.payment.testing.Shop.euros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.application.Reconciliation;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.provider.Provider.Movement;
import dev.stead.payment.domain.reconciliation.Break;
import dev.stead.payment.domain.settlement.Review;
import dev.stead.payment.domain.settlement.Review.Finding;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.provider.LedgerProvider;
import dev.stead.payment.testing.EditedStatement;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.ScriptedProvider.Behaviour;
import dev.stead.payment.testing.Shop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies at the edges of a period, and what is neither settled nor declined. */
class ReconciliationEdgesTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-11-24T00:00:00Z");
    private static final Period BEFORE = new Period(MIDNIGHT.minus(Duration.ofDays(1)), MIDNIGHT);
    private static final Period AFTER = new Period(MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(1)));

    private final ManualClock clock = new ManualClock();
    private final EditedStatement provider = new EditedStatement(clock);

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private Shop shop(TestDatabase test) {
        return Shop.over(test, provider, clock).open(1_000);
    }

    private void waitUntil(Instant instant) {
        clock.advance(Duration.between(clock.instant(), instant));
    }

    private static Map<String, Break.Kind> breaks(Shop shop, Period period) {
        Reconciliation.Report report = shop.useCases().reconciliation().compare(period);
        return report.breaks().stream().collect(Collectors.toMap(Break::key, Break::kind));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theProvidersClockMayBeFourMinutesBehindAtAPeriodsBeginning(TestDatabase test) {
        Shop shop = shop(test);
        waitUntil(MIDNIGHT.plusSeconds(10));
        SettlementId settled = shop.settle("pay", 100).id();
        String key = settled + "-1";
        provider.edit(key, new Movement(key, CAPTURED, euros(100), MIDNIGHT.minus(Duration.ofMinutes(4))));

        assertThat(breaks(shop, AFTER)).isEmpty();
        assertThat(breaks(shop, BEFORE)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aPaymentThatWasReversedIsNotLateHoweverLate(TestDatabase test) {
        Shop shop = shop(test);
        provider.provider().then(Behaviour.WELL, Behaviour.DECLINED_BUT_DONE);
        Settlement reversed = shop.settle("pay", 100);
        assertThat(reversed.state()).isEqualTo(SettlementState.REVERSED);
        Instant late = clock.instant().plus(Duration.ofHours(3));
        String key = reversed.id() + "-1";
        provider.edit(key, new Movement(key, CAPTURED, euros(100), late));
        provider.edit(key + "-reversal", new Movement(key + "-reversal", REFUNDED, euros(100), late));

        assertThat(breaks(shop, BEFORE)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRefundThatIsUnderWayIsNotComparedAndItsPaymentIs(TestDatabase test) {
        Shop shop = shop(test);
        SettlementId settled = shop.settle("pay", 100).id();
        provider.provider().then(Behaviour.NOT_DONE).thenLookUps(Behaviour.NOT_DONE);
        assertThat(shop.refund("back", settled, 40).state()).isEqualTo(SettlementState.REFUNDING);

        Reconciliation.Report report = shop.useCases().reconciliation().compare(BEFORE);
        assertThat(report.breaks()).isEmpty();
        assertThat(report.refunds()).isZero();
        assertThat(report.open()).isZero();

        provider.edit(settled + "-1");
        assertThat(breaks(shop, BEFORE)).isEqualTo(Map.of(settled + "-1", Break.Kind.MISSING_AT_PROVIDER));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRefundBelongsToTheDayOnWhichItWasAskedFor(TestDatabase test) {
        Shop shop = shop(test);
        SettlementId settled = shop.settle("pay", 100).id();
        waitUntil(MIDNIGHT.minusSeconds(5));
        provider.provider().then(Behaviour.ANSWER_LOST);
        shop.refund("back", settled, 40);
        clock.advance(Duration.ofSeconds(30));
        shop.useCases().recovery().runOnce();
        assertThat(shop.useCases().settlements().get(settled).state()).isEqualTo(SettlementState.PARTIALLY_REFUNDED);

        assertThat(shop.useCases().reconciliation().compare(BEFORE).refunds()).isEqualTo(1);
        assertThat(shop.useCases().reconciliation().compare(AFTER).refunds()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = SettlementState.class,
            names = {"DECLINED", "VOIDED", "EXPIRED"})
    void whatWasPostedAndIsCalledUndoneIsABreakOfTheJournal(SettlementState state) {
        try (TestDatabase test = TestDatabases.sqlite(PaymentDatabase.MIGRATIONS)) {
            Shop shop = shop(test);
            SettlementId settled = shop.settle("pay", 100).id();
            provider.edit(settled + "-1");
            test.database().change(handle -> handle.execute("UPDATE settlements SET state = ?", state.name()));

            assertThat(breaks(shop, BEFORE)).isEqualTo(Map.of(settled + "-1", Break.Kind.STATE));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SettlementState.class,
            names = {"HELD", "SUBMITTED", "AUTHORIZED", "CAPTURING", "UNKNOWN", "VOIDING", "REVERSING"})
    void whatWasPostedAndIsCalledUnderWayIsABreakOfTheJournal(SettlementState state) {
        try (TestDatabase test = TestDatabases.sqlite(PaymentDatabase.MIGRATIONS)) {
            Shop shop = shop(test);
            SettlementId settled = shop.settle("pay", 100).id();
            test.database().change(handle -> handle.execute("UPDATE settlements SET state = ?", state.name()));

            assertThat(breaks(shop, BEFORE)).isEqualTo(Map.of(settled + "-1", Break.Kind.STATE));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aMonthMayBeComparedAndNotASecondMore(TestDatabase test) {
        Reconciliation reconciliation = shop(test).useCases().reconciliation();
        Instant end = MIDNIGHT.plus(Duration.ofDays(31));

        assertThat(reconciliation.compare(new Period(MIDNIGHT, end)).breaks()).isEmpty();
        assertThatExceptionOfType(PaymentException.class)
                .isThrownBy(() -> reconciliation.compare(new Period(MIDNIGHT, end.plusSeconds(1))))
                .returns(PaymentError.PERIOD_INVALID, PaymentException::error);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aStrangersMovementBelongsToTheDayOnWhichItWasBooked(TestDatabase test) {
        Shop shop = shop(test);
        provider.edit("stranger", new Movement("stranger", CAPTURED, euros(10), MIDNIGHT.plusSeconds(3_600)));

        assertThat(breaks(shop, BEFORE)).isEmpty();
        assertThat(breaks(shop, AFTER)).isEqualTo(Map.of("stranger", Break.Kind.MISSING_HERE));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aReversalThatIsUnderWayMayHaveMoved(TestDatabase test) {
        Shop shop = shop(test);
        provider.provider().then(Behaviour.WELL, Behaviour.DECLINED_BUT_DONE, Behaviour.WELL, Behaviour.ANSWER_LOST);
        assertThat(shop.settle("pay", 100).state()).isEqualTo(SettlementState.REVERSING);

        Reconciliation.Report report = shop.useCases().reconciliation().compare(BEFORE);

        assertThat(report.breaks()).isEmpty();
        assertThat(report.open()).isEqualTo(1);
        assertThat(report.movements()).as("captured and paid back").isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRefundInReviewDoesNotMakeItsPostedPaymentABreak(TestDatabase test) {
        Shop shop = shop(test);
        SettlementId settled = shop.settle("pay", 100).id();
        provider.provider().then(Behaviour.DECLINED);
        assertThat(shop.refund("back", settled, 40).state()).isEqualTo(SettlementState.MANUAL_REVIEW);

        assertThat(breaks(shop, BEFORE)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aPaymentOfAnotherAmountThanItsPostingIsABreakOfTheJournal(TestDatabase test) {
        Shop shop = Shop.over(new PaymentDatabase(test.database(), InstantSource.system()), new LedgerProvider(), clock)
                .open(1_000);
        SettlementId settled = shop.settle("pay", 100).id();
        test.database().change(handle -> handle.execute("UPDATE settlements SET amount = 99"));

        assertThat(shop.useCases().reconciliation().compare(BEFORE).breaks())
                .containsExactly(new Break(
                        Break.Kind.AMOUNT,
                        settled.value(),
                        Optional.of(settled),
                        "SETTLED 0.99 EUR",
                        "journal: POST 1.00 EUR"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aBreakOfARefundSaysWhatAPersonFoundAndWhatTheProviderHas(TestDatabase test) {
        Shop shop = shop(test);
        SettlementId settled = shop.settle("pay", 100).id();
        provider.provider().then(Behaviour.DECLINED_BUT_DONE);
        shop.refund("back", settled, 40);
        shop.useCases().reviews().resolve(new Review(Shop.id("r"), settled, Finding.NOT_MOVED, "ada", "a mistake"));
        provider.edit(settled + "-1");

        assertThat(shop.useCases().reconciliation().compare(BEFORE).breaks())
                .containsExactlyInAnyOrder(
                        new Break(
                                Break.Kind.STATE,
                                "refund-" + Shop.id("back"),
                                Optional.of(settled),
                                "refund of 0.40 EUR closed as not moved",
                                "REFUNDED 0.40 EUR at 2026-11-23T08:00:00Z"),
                        new Break(
                                Break.Kind.MISSING_AT_PROVIDER,
                                settled + "-1",
                                Optional.of(settled),
                                "SETTLED 1.00 EUR",
                                "nothing"));
    }

    @Test
    void moreThanTenThousandBreaksAreCountedAndNotListed() {
        try (TestDatabase test = TestDatabases.sqlite(PaymentDatabase.MIGRATIONS)) {
            Shop shop = shop(test);
            for (int i = 0; i < 10_001; i++) {
                provider.edit("stranger " + i, new Movement("stranger " + i, CAPTURED, euros(1), clock.instant()));
            }

            Reconciliation.Report report = shop.useCases().reconciliation().compare(BEFORE);

            assertThat(report.breaks()).hasSize(10_000);
            assertThat(report.total()).isEqualTo(10_001);
        }
    }
}
