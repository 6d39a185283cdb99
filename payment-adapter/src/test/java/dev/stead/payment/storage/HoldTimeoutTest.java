package dev.stead.payment.storage;

import static dev.stead.payment.testing.ScriptedProvider.Behaviour.ANSWER_LOST;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.NOT_DONE;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.SLOW;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.WELL;
import static dev.stead.payment.testing.Shop.PAYEE_ACCOUNT;
import static dev.stead.payment.testing.Shop.PAYER_ACCOUNT;
import static dev.stead.payment.testing.Shop.euros;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.ScriptedProvider;
import dev.stead.payment.testing.ScriptedProvider.Effect;
import dev.stead.payment.testing.Shop;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** After 15 minutes nobody waits at the terminal any more. They count from the hold's beginning: no answer on the way makes it younger. */
class HoldTimeoutTest {
    private final ScriptedProvider provider = new ScriptedProvider();
    private final ManualClock clock = new ManualClock();

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private Shop shop(TestDatabase test) {
        return Shop.over(test, provider, clock).open(1_000);
    }

    private static void assertMoney(Shop shop, long payer, long payee) {
        assertThat(shop.account(PAYER_ACCOUNT).available()).isEqualTo(euros(payer));
        assertThat(shop.account(PAYER_ACCOUNT).held()).isEqualTo(euros(0));
        assertThat(shop.account(PAYEE_ACCOUNT).available()).isEqualTo(euros(payee));
        assertThat(shop.useCases().balanceCheck().check().findings()).isEmpty();
    }

    private static SettlementState now(Shop shop, Settlement settlement) {
        return shop.useCases().settlements().get(settlement.id()).state();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void authorisationThatComesAfterTheHoldsTimeIsVoided(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(SLOW).whileSlow(() -> clock.advance(Shop.RETRY_POLICY.holdTimeout()));

        Settlement late = shop.settle("pay", 300);

        assertThat(late.state()).isEqualTo(SettlementState.VOIDED);
        assertThat(provider.count(Effect.CAPTURED)).isZero();
        assertMoney(shop, 1_000, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void authorisationFoundAfterTheHoldsTimeIsVoided(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(NOT_DONE, ANSWER_LOST);
        Settlement settlement = shop.settle("pay", 300);
        resumeAfter(shop, Duration.ofMinutes(14));

        resumeAfter(shop, Duration.ofMinutes(1));

        assertThat(now(shop, settlement)).isEqualTo(SettlementState.VOIDED);
        assertThat(provider.count(Effect.CAPTURED)).isZero();
        assertMoney(shop, 1_000, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void captureFoundAfterTheHoldsTimeIsReversed(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(NOT_DONE, WELL, ANSWER_LOST);
        Settlement settlement = shop.settle("pay", 300);
        resumeAfter(shop, Duration.ofMinutes(14));
        assertThat(provider.count(Effect.CAPTURED)).isEqualTo(1);

        resumeAfter(shop, Duration.ofMinutes(1));

        assertThat(now(shop, settlement)).isEqualTo(SettlementState.REVERSED);
        assertThat(provider.count(Effect.REFUNDED)).isEqualTo(1);
        assertMoney(shop, 1_000, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void captureFoundJustBeforeTheHoldsTimeIsOverIsSettled(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(NOT_DONE, WELL, ANSWER_LOST);
        Settlement settlement = shop.settle("pay", 300);
        resumeAfter(shop, Duration.ofMinutes(14));

        resumeAfter(shop, Duration.ofSeconds(59));

        assertThat(now(shop, settlement)).isEqualTo(SettlementState.SETTLED);
        assertMoney(shop, 700, 300);
    }

    private void resumeAfter(Shop shop, Duration time) {
        clock.advance(time);
        assertThat(shop.useCases().recovery().runOnce()).isEqualTo(1);
    }
}
