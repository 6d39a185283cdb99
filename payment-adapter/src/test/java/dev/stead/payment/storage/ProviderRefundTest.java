package dev.stead.payment.storage;

import static dev.stead.payment.testing.ScriptedProvider.Behaviour.NOT_DONE;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.SLOW;
import static dev.stead.payment.testing.Shop.PAYEE;
import static dev.stead.payment.testing.Shop.PAYEE_ACCOUNT;
import static dev.stead.payment.testing.Shop.PAYER;
import static dev.stead.payment.testing.Shop.PAYER_ACCOUNT;
import static dev.stead.payment.testing.Shop.euros;
import static dev.stead.payment.testing.Shop.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.provider.Provider.LookupResult;
import dev.stead.payment.domain.settlement.SettleCommand;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.ScriptedProvider;
import dev.stead.payment.testing.ScriptedProvider.Effect;
import dev.stead.payment.testing.Shop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When a provider is asked to pay money back, and when it is not. */
class ProviderRefundTest {
    private final ManualClock clock = new ManualClock();
    private final ScriptedProvider provider = new ScriptedProvider(clock);

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private Shop shop(TestDatabase test) {
        return Shop.over(test, provider, clock).open(1_000);
    }

    private static void assertMoney(Shop shop, long payer, long payee, long payeeHeld) {
        assertThat(shop.account(PAYER_ACCOUNT).available()).isEqualTo(euros(payer));
        assertThat(shop.account(PAYEE_ACCOUNT).available()).isEqualTo(euros(payee));
        assertThat(shop.account(PAYEE_ACCOUNT).held()).isEqualTo(euros(payeeHeld));
        assertThat(shop.useCases().balanceCheck().check().findings()).isEmpty();
    }

    private void assertRefused(PaymentError error, Shop shop, Settlement settled, long cents) {
        int calls = provider.calls();
        assertThatExceptionOfType(PaymentException.class)
                .isThrownBy(() -> shop.refund("back", settled.id(), cents))
                .returns(error, PaymentException::error);
        assertThat(provider.calls()).as("nobody is called").isEqualTo(calls);
        assertThat(shop.useCases().settlements().get(settled.id())).isEqualTo(settled);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aProviderPaysBackNothingThatThePayeeNoLongerHas(TestDatabase test) {
        Shop shop = shop(test);
        Settlement settled = shop.settle("pay", 300);
        shop.useCases().settlements().settle(new SettleCommand(id("spend"), PAYEE, PAYER, euros(250), ""));

        assertRefused(PaymentError.INSUFFICIENT_FUNDS, shop, settled, 51);
        assertMoney(shop, 950, 50, 0);

        assertThat(shop.refund("back", settled.id(), 50).state()).isEqualTo(SettlementState.PARTIALLY_REFUNDED);
        assertMoney(shop, 1_000, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aProviderPaysBackNothingThatAnotherProviderTook(TestDatabase test) {
        Shop shop = shop(test);
        Settlement settled = shop.settle("pay", 300);
        test.database().change(handle -> handle.execute("UPDATE attempts SET provider = 'the one before'"));

        assertRefused(PaymentError.NOT_REFUNDABLE, shop, settled, 100);
        assertMoney(shop, 700, 300, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRepeatWhileTheProviderIsCalledCallsItNoSecondTime(TestDatabase test) {
        Shop shop = shop(test);
        Settlement settled = shop.settle("pay", 300);
        int calls = provider.calls();
        List<SettlementState> repeated = new ArrayList<>();
        provider.then(SLOW)
                .whileSlow(() ->
                        repeated.add(shop.refund("back", settled.id(), 100).state()));

        assertThat(shop.refund("back", settled.id(), 100).state()).isEqualTo(SettlementState.PARTIALLY_REFUNDED);

        assertThat(repeated).containsExactly(SettlementState.REFUNDING);
        assertThat(provider.calls()).isEqualTo(calls + 1);
        assertMoney(shop, 800, 200, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsFoundNotToBePaidBackIsAskedForAgain(TestDatabase test) {
        Shop shop = shop(test);
        Settlement settled = shop.settle("pay", 300);
        List<LookupResult> results = List.of(
                new LookupResult.NotFound(), new LookupResult.Authorised("ref", euros(100)), new LookupResult.Voided());
        for (LookupResult result : results) {
            provider.then(NOT_DONE).thenFound(result);
            shop.refund("back " + result, settled.id(), 100);
            clock.advance(Duration.ofSeconds(30));
            assertThat(shop.useCases().recovery().runOnce()).as("%s", result).isEqualTo(1);
        }
        assertThat(provider.count(Effect.REFUNDED)).isEqualTo(3);
        assertMoney(shop, 1_000, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRefundThatIsFoundDeclinedOrOfAnotherAmountComesToAPersonAndThePayeesMoneyWaits(TestDatabase test) {
        Shop shop = shop(test);
        List<LookupResult> results = List.of(
                new LookupResult.Declined(DeclineReason.PROVIDER_REFUSED),
                new LookupResult.Completed("ref", euros(99)));
        for (LookupResult result : results) {
            Settlement settled = shop.settle("pay " + result, 300);
            provider.then(NOT_DONE).thenFound(result);
            shop.refund("back " + result, settled.id(), 100);
            clock.advance(Duration.ofSeconds(30));
            assertThat(shop.useCases().recovery().runOnce()).isEqualTo(1);

            assertThat(shop.useCases().settlements().get(settled.id()).state())
                    .as("%s", result)
                    .isEqualTo(SettlementState.MANUAL_REVIEW);
        }
        assertMoney(shop, 400, 400, 200);
    }
}
