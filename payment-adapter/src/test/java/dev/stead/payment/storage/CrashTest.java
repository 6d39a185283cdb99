package dev.stead.payment.storage;

import static dev.stead.payment.testing.ScriptedProvider.Behaviour.ANSWER_LOST;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.DECLINED;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.WELL;
import static dev.stead.payment.testing.Shop.PAYEE_ACCOUNT;
import static dev.stead.payment.testing.Shop.PAYER_ACCOUNT;
import static dev.stead.payment.testing.Shop.euros;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.domain.provider.Provider;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.provider.LedgerProvider;
import dev.stead.payment.testing.Crash;
import dev.stead.payment.testing.CrashPlan;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.ScriptedProvider;
import dev.stead.payment.testing.ScriptedProvider.Behaviour;
import dev.stead.payment.testing.ScriptedProvider.Effect;
import dev.stead.payment.testing.Shop;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The process ends at every point in turn; the next one finishes the work once, whether or not the caller sends its request again. */
class CrashTest {
    private final ManualClock clock = new ManualClock();
    private final ScriptedProvider provider = new ScriptedProvider();
    private int seed = 1_000;

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private Shop shop(TestDatabase test, Provider itsProvider) {
        // Another process has other luck.
        return Shop.over(new PaymentDatabase(test.database(), InstantSource.system()), itsProvider, clock, seed++);
    }

    /** Runs the work in a process that ends at the point, then reopens the store. False if the work has fewer points. */
    private boolean crash(TestDatabase test, Provider itsProvider, int point, Consumer<Shop> work) {
        var plan = new CrashPlan(point);
        try {
            work.accept(Shop.over(
                    plan.around(new PaymentDatabase(test.database(), InstantSource.system())),
                    plan.around(itsProvider),
                    clock,
                    seed++));
            return false;
        } catch (Crash crash) {
            test.reopen();
            return true;
        }
    }

    private int crashEverywhere(TestDatabase test, Behaviour[] script, SettlementState expected) {
        shop(test, provider).open(100_000);
        int point = 1;
        for (boolean crashed = true; crashed; point++) {
            String request = "pay " + point;
            provider.then(script);
            crashed = crash(test, provider, point, shop -> shop.settle(request, 10));
            Shop next = shop(test, provider);
            // Every second caller sends its request again at once; the others are gone, and their settlements end
            // without them.
            if (point % 2 == 0 || !crashed) {
                next.settle(request, 10);
            }
            next.recover();
            Settlement end = next.settle(request, 10);
            next.recover();

            assertThat(next.useCases().settlements().get(end.id()).state())
                    .as("after a crash at point %d", point)
                    .isEqualTo(expected);
            assertThat(next.account(PAYER_ACCOUNT).held()).isEqualTo(euros(0));
            assertThat(next.useCases().balanceCheck().check().findings()).isEmpty();
            assertThat(provider.count(Effect.CAPTURED)).isEqualTo(expected == SettlementState.SETTLED ? point : 0);
            provider.forgetScript();
        }
        return point - 2;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void settlementIsFinishedOnce(TestDatabase test) {
        int points = crashEverywhere(test, new Behaviour[] {WELL, WELL}, SettlementState.SETTLED);

        // Four transactions of three points each, two calls of two.
        assertThat(points).isEqualTo(16);
        assertThat(shop(test, provider).account(PAYEE_ACCOUNT).available()).isEqualTo(euros(170));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void declinedSettlementReleasesItsHoldOnce(TestDatabase test) {
        int points = crashEverywhere(test, new Behaviour[] {DECLINED, DECLINED, DECLINED}, SettlementState.DECLINED);

        assertThat(points).isEqualTo(11);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void recoveryItselfMayCrash(TestDatabase test) {
        shop(test, provider).open(100_000);
        boolean crashed = true;
        int point = 1;
        for (; crashed; point++) {
            provider.then(ANSWER_LOST);
            Settlement unknown = shop(test, provider).settle("pay " + point, 10);
            clock.advance(Shop.RETRY_POLICY.maxDelay());
            crashed = crash(
                    test, provider, point, shop -> shop.useCases().recovery().runOnce());
            Shop next = shop(test, provider);
            next.recover();

            assertThat(next.useCases().settlements().get(unknown.id()).state()).isEqualTo(SettlementState.SETTLED);
            assertThat(provider.count(Effect.CAPTURED)).isEqualTo(point);
            assertThat(next.useCases().balanceCheck().check().findings()).isEmpty();
        }
        assertThat(point).isGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void refundIsFinishedOnce(TestDatabase test) {
        Settlement settled = shop(test, provider).open(100_000).settle("pay", 1_000);
        boolean crashed = true;
        int point = 1;
        for (; crashed; point++) {
            String request = "back " + point;
            crashed = crash(test, provider, point, shop -> shop.refund(request, settled.id(), 10));
            Shop next = shop(test, provider);
            next.recover();
            next.refund(request, settled.id(), 10);
            next.recover();

            assertThat(next.useCases()
                            .settlements()
                            .get(settled.id())
                            .progress()
                            .refunded())
                    .isEqualTo(euros(10L * point));
            assertThat(provider.count(Effect.REFUNDED)).isEqualTo(point);
            assertThat(next.account(PAYEE_ACCOUNT).held()).isEqualTo(euros(0));
            assertThat(next.useCases().balanceCheck().check().findings()).isEmpty();
        }
        assertThat(point - 2).isEqualTo(8);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void settlementWithinTheLedgerIsOneTransaction(TestDatabase test) {
        var ledger = new LedgerProvider();
        shop(test, ledger).open(1_000);
        int point = 1;
        for (boolean crashed = true; crashed; point++) {
            String request = "pay " + point;
            crashed = crash(test, ledger, point, shop -> shop.settle(request, 10));
            Shop next = shop(test, ledger);

            assertThat(next.settle(request, 10).state()).isEqualTo(SettlementState.SETTLED);
            assertThat(next.account(PAYEE_ACCOUNT).available()).isEqualTo(euros(10L * point));
            assertThat(next.useCases().balanceCheck().check().findings()).isEmpty();
        }
        assertThat(point - 2).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void holdThatNobodySentRunsOut(TestDatabase test) {
        shop(test, provider).open(1_000);
        // After the commit of the hold.
        assertThat(crash(test, provider, 3, shop -> shop.settle("pay", 300))).isTrue();
        Shop next = shop(test, provider);
        Settlement held = next.settle("pay", 300);
        assertThat(held.state()).isEqualTo(SettlementState.HELD);
        assertThat(next.account(PAYER_ACCOUNT).held()).isEqualTo(euros(300));

        clock.advance(Shop.RETRY_POLICY.holdTimeout());
        next.useCases().recovery().runOnce();

        assertThat(next.settle("pay", 300).state()).isEqualTo(SettlementState.EXPIRED);
        assertThat(next.account(PAYER_ACCOUNT).available()).isEqualTo(euros(1_000));
        assertThat(provider.calls()).isZero();
    }
}
