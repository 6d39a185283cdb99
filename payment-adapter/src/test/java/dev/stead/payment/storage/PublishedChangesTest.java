package dev.stead.payment.storage;

import static dev.stead.payment.testing.ScriptedProvider.Behaviour.DECLINED;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.NOT_DONE;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.WELL;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.WRONG_AMOUNT;
import static dev.stead.payment.testing.Shop.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.application.SettlementFeed;
import dev.stead.payment.domain.provider.Provider;
import dev.stead.payment.domain.settlement.Review;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.provider.LedgerProvider;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.ScriptedProvider;
import dev.stead.payment.testing.Shop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever watches hears of each change once, and of nothing that is none. */
class PublishedChangesTest {
    private final ManualClock clock = new ManualClock();
    private final ScriptedProvider scripted = new ScriptedProvider(clock);
    private final List<SettlementState> heard = new ArrayList<>();

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private Shop shop(TestDatabase test, Provider provider) {
        var store = new PaymentDatabase(test.database(), InstantSource.system());
        return Shop.observed(store, provider, clock, change -> heard.add(change.state()))
                .open(1_000);
    }

    private void assertHeard(SettlementState... states) {
        assertThat(heard).containsExactly(states);
        heard.clear();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyStepOfAPaymentIsHeardAndARepeatIsNone(TestDatabase test) {
        Shop shop = shop(test, scripted);

        shop.settle("pay", 300);
        assertHeard(
                SettlementState.HELD, SettlementState.SUBMITTED, SettlementState.CAPTURING, SettlementState.SETTLED);

        shop.settle("pay", 300);
        assertHeard();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void withinTheLedgerAPaymentAndARefundAreOneStepEach(TestDatabase test) {
        Shop shop = shop(test, new LedgerProvider());

        Settlement settled = shop.settle("pay", 300);
        assertHeard(SettlementState.SETTLED);

        shop.refund("back", settled.id(), 100);
        assertHeard(SettlementState.PARTIALLY_REFUNDED);

        shop.refund("back", settled.id(), 100);
        assertHeard();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyStepOfARefundIsHeardAndARepeatIsNone(TestDatabase test) {
        Shop shop = shop(test, scripted);
        Settlement settled = shop.settle("pay", 300);
        heard.clear();

        shop.refund("back", settled.id(), 300);
        assertHeard(SettlementState.REFUNDING, SettlementState.REFUNDED);

        shop.refund("back", settled.id(), 300);
        assertHeard();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anotherTryIsNoChange(TestDatabase test) {
        Shop shop = shop(test, scripted);
        scripted.then(WELL, DECLINED, NOT_DONE, NOT_DONE);
        shop.settle("pay", 300);
        assertHeard(
                SettlementState.HELD, SettlementState.SUBMITTED, SettlementState.CAPTURING, SettlementState.VOIDING);

        clock.advance(Duration.ofSeconds(30));
        assertThat(shop.useCases().recovery().runOnce()).isEqualTo(1);
        assertHeard();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatAPersonDecidesIsHeardOnce(TestDatabase test) {
        Shop shop = shop(test, scripted);
        scripted.then(WRONG_AMOUNT);
        Settlement waiting = shop.settle("pay", 300);
        heard.clear();
        var review = new Review(id("r"), waiting.id(), Review.Finding.NOT_MOVED, "ada", "seen in their records");

        shop.useCases().reviews().resolve(review);
        assertHeard(SettlementState.VOIDED);

        shop.useCases().reviews().resolve(review);
        assertHeard();
    }

    /** A broken stream to a terminal must not stop the payment, nor keep others from hearing of it. */
    @ParameterizedTest
    @MethodSource("databases")
    void aWatcherThatFailsIsDroppedAndNobodyElseNotices(TestDatabase test) {
        Shop shop = shop(test, scripted);
        SettlementFeed feed = shop.useCases().feed();
        scripted.then(NOT_DONE);
        Settlement settlement = shop.settle("pay", 300);
        List<SettlementState> failed = new ArrayList<>();
        List<SettlementState> well = new ArrayList<>();
        var _ = feed.watch(settlement.id(), change -> {
            failed.add(change.state());
            throw new IllegalStateException("the stream is gone");
        });
        try (var _ = feed.watch(settlement.id(), change -> well.add(change.state()))) {
            clock.advance(Duration.ofSeconds(30));
            assertThat(shop.useCases().recovery().runOnce()).isEqualTo(1);
        }

        assertThat(well).containsExactly(SettlementState.CAPTURING, SettlementState.SETTLED);
        assertThat(failed).as("heard once, and dropped").hasSize(1);
        assertThat(feed.watched()).isEmpty();
    }
}
