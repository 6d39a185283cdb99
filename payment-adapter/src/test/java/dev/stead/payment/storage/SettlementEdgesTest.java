package dev.stead.payment.storage;

import static dev.stead.payment.testing.Shop.PAYER_ACCOUNT;
import static dev.stead.payment.testing.Shop.euros;
import static dev.stead.payment.testing.Shop.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.application.ProviderEvents.EventResult;
import dev.stead.payment.application.ProviderEvents.ProviderEvent;
import dev.stead.payment.application.SettlementFeed;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.Account;
import dev.stead.payment.domain.ledger.DepositCommand;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.ScriptedProvider;
import dev.stead.payment.testing.ScriptedProvider.Behaviour;
import dev.stead.payment.testing.Shop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who hears of a settlement, when, and what a repeat is answered: the order of things that no balance shows. */
class SettlementEdgesTest {
    private final ManualClock clock = new ManualClock();
    private final ScriptedProvider provider = new ScriptedProvider(clock);

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private Shop shop(TestDatabase test) {
        return Shop.over(test, provider, clock).open(1_000);
    }

    private static EventResult receive(Shop shop, String event, Settlement settlement) {
        return shop.useCases()
                .providerEvents()
                .receive(new ProviderEvent("scripted", event, List.of(settlement.id() + "-1")));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anEventDoesNotTakeASettlementFromTheThreadThatCarriesIt(TestDatabase test) {
        Shop shop = shop(test);
        List<EventResult> results = new ArrayList<>();
        provider.then(Behaviour.SLOW).whileSlow(() -> {
            Settlement under = shop.useCases().settlements().ofRequest(id("pay"));
            results.add(receive(shop, "evt_1", under));
            assertThat(shop.useCases().recovery().due()).isEmpty();
        });
        shop.settle("pay", 300);

        assertThat(results).containsExactly(EventResult.NOTHING_WAITING);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anEventIsHeardOnceForAMonthAndEachProvidersEventsAreItsOwn(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(Behaviour.NOT_DONE);
        Settlement waiting = shop.settle("pay", 300);
        assertThat(receive(shop, "evt_1", waiting)).isEqualTo(EventResult.MADE_DUE);
        var other = new ProviderEvent("another", "evt_1", List.of());
        assertThat(shop.useCases().providerEvents().receive(other)).isEqualTo(EventResult.NOTHING_WAITING);

        clock.advance(Duration.ofDays(29));
        receive(shop, "evt_2", waiting);
        assertThat(receive(shop, "evt_1", waiting)).isEqualTo(EventResult.REPEATED);

        clock.advance(Duration.ofDays(2));
        receive(shop, "evt_3", waiting);
        assertThat(receive(shop, "evt_1", waiting)).as("forgotten by now").isNotEqualTo(EventResult.REPEATED);
        assertThat(receive(shop, "evt_2", waiting)).isEqualTo(EventResult.REPEATED);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aWatcherHearsOnlyWhatIsKept(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(Behaviour.ANSWER_LOST);
        Settlement settlement = shop.settle("pay", 300);
        List<SettlementState> kept = new ArrayList<>();
        List<SettlementState> heard = new ArrayList<>();
        try (var _ = shop.useCases().feed().watch(settlement.id(), change -> {
            heard.add(change.state());
            // Another connection reads only what was committed.
            kept.add(shop.useCases().settlements().get(change.id()).state());
        })) {
            clock.advance(Duration.ofSeconds(30));
            shop.useCases().recovery().runOnce();
        }
        assertThat(heard).isEqualTo(kept).containsExactly(SettlementState.CAPTURING, SettlementState.SETTLED);
    }

    @Test
    void aFeedHasRoomAgainWhenAWatcherLeavesAndARefusedOneTakesNone() {
        var feed = new SettlementFeed(2, _ -> {});
        var one = feed.watch(new SettlementId("a"), _ -> {});
        var _ = feed.watch(new SettlementId("a"), _ -> {});
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(PaymentException.class)
                    .isThrownBy(() -> feed.watch(new SettlementId("b"), _ -> {}))
                    .returns(PaymentError.TOO_MANY_WATCHERS, PaymentException::error);
        }
        one.close();
        one.close();
        var _ = feed.watch(new SettlementId("b"), _ -> {});
        assertThat(feed.watched()).containsExactlyInAnyOrder(new SettlementId("a"), new SettlementId("b"));
        assertThatExceptionOfType(PaymentException.class)
                .as("it left once, however often it was closed")
                .isThrownBy(() -> feed.watch(new SettlementId("b"), _ -> {}));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRefundsRequestNamesNoSettlement(TestDatabase test) {
        Shop shop = shop(test);
        Settlement settled = shop.settle("pay", 300);
        shop.refund("back", settled.id(), 20);

        assertThat(shop.useCases().settlements().ofRequest(id("pay")).id()).isEqualTo(settled.id());
        assertThatExceptionOfType(PaymentException.class)
                .isThrownBy(() -> shop.useCases().settlements().ofRequest(id("back")))
                .returns(PaymentError.SETTLEMENT_NOT_FOUND, PaymentException::error);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRepeatedDepositIsAnsweredWithBothBalancesOfThatTime(TestDatabase test) {
        Shop shop = shop(test);
        Account opened = shop.account(PAYER_ACCOUNT);
        provider.then(Behaviour.NOT_DONE);
        shop.settle("pay", 300);
        clock.advance(Duration.ofSeconds(5));
        var deposit = new DepositCommand(id("gift"), PAYER_ACCOUNT, euros(11));
        Account first = shop.useCases().accounts().deposit(deposit);
        shop.recover();

        assertThat(first)
                .isEqualTo(new Account(PAYER_ACCOUNT, Shop.PAYER, euros(711), euros(300), opened.createTime()));
        assertThat(shop.useCases().accounts().deposit(deposit)).isEqualTo(first);
        assertThat(shop.account(PAYER_ACCOUNT).held()).isEqualTo(euros(0));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRepeatedOpeningIsAnsweredWithTheFirstsTime(TestDatabase test) {
        Shop shop = shop(test);
        Account opened = shop.account(PAYER_ACCOUNT);
        clock.advance(Duration.ofHours(1));

        assertThat(shop.open(PAYER_ACCOUNT, Shop.PAYER))
                .isEqualTo(new Account(PAYER_ACCOUNT, Shop.PAYER, euros(0), euros(0), opened.createTime()));
    }
}
