package dev.stead.payment.storage;

import static dev.stead.payment.testing.ScriptedProvider.Behaviour.ANSWER_LOST;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.DECLINED;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.DECLINED_BUT_DONE;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.ERROR_BUT_DONE;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.NOT_DONE;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.WELL;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.WRONG_AMOUNT;
import static dev.stead.payment.testing.Shop.PAYEE_ACCOUNT;
import static dev.stead.payment.testing.Shop.PAYER_ACCOUNT;
import static dev.stead.payment.testing.Shop.euros;
import static dev.stead.payment.testing.Shop.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.ledger.DepositCommand;
import dev.stead.payment.domain.provider.Provider.LookupResult;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What recovery does with a settlement that was left half-way, for each thing that a provider may then say of it. */
class RecoveryEdgesTest {
    private final ManualClock clock = new ManualClock();
    private final ScriptedProvider provider = new ScriptedProvider(clock);

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private Shop shop(TestDatabase test) {
        return Shop.over(test, provider, clock).open(1_000);
    }

    private void resume(Shop shop) {
        clock.advance(Duration.ofSeconds(30));
        assertThat(shop.useCases().recovery().runOnce()).isEqualTo(1);
    }

    private static SettlementState state(Shop shop) {
        return shop.useCases().settlements().ofRequest(id("pay")).state();
    }

    private static void assertMoney(Shop shop, long payer, long held, long payee) {
        assertThat(shop.account(PAYER_ACCOUNT).available()).isEqualTo(euros(payer));
        assertThat(shop.account(PAYER_ACCOUNT).held()).isEqualTo(euros(held));
        assertThat(shop.account(PAYEE_ACCOUNT).available()).isEqualTo(euros(payee));
        assertThat(shop.useCases().balanceCheck().check().findings()).isEmpty();
    }

    /** The process ends just after the money was held. */
    private void crashWhenHeld(TestDatabase test) {
        var store = new PaymentDatabase(test.database(), InstantSource.system());
        Shop crashing = Shop.over(new CrashPlan(3).around(store), provider, clock, 43);
        assertThatExceptionOfType(Crash.class).isThrownBy(() -> crashing.settle("pay", 300));
        assertThat(state(crashing)).isEqualTo(SettlementState.HELD);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatWasHeldBeforeACrashIsSubmittedInItsTime(TestDatabase test) {
        Shop shop = shop(test);
        crashWhenHeld(test);

        resume(shop);

        assertThat(state(shop)).isEqualTo(SettlementState.SETTLED);
        assertThat(provider.count(Effect.CAPTURED)).isEqualTo(1);
        assertMoney(shop, 700, 0, 300);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatWasHeldBeforeACrashIsReleasedAfterItsTimeAndTheProviderIsNotCalled(TestDatabase test) {
        Shop shop = shop(test);
        crashWhenHeld(test);
        clock.advance(Shop.RETRY_POLICY.holdTimeout());

        resume(shop);

        assertThat(state(shop)).isEqualTo(SettlementState.EXPIRED);
        assertThat(provider.calls()).isZero();
        assertMoney(shop, 1_000, 0, 0);
    }

    /** No provider was called, so the ledger may go on; and then no statement has to have it. */
    @ParameterizedTest
    @MethodSource("databases")
    void whatWasHeldForAProviderThatIsNoLongerUsedIsSettledInTheLedgerAndIsNoBreak(TestDatabase test) {
        var _ = shop(test);
        crashWhenHeld(test);
        Shop inside = Shop.over(
                new PaymentDatabase(test.database(), InstantSource.system()), new LedgerProvider(), clock, 44);

        resume(inside);

        assertThat(state(inside)).isEqualTo(SettlementState.SETTLED);
        assertMoney(inside, 700, 0, 300);
        var day = new Period(clock.instant().minus(Duration.ofHours(1)), clock.instant());
        assertThat(inside.useCases().reconciliation().compare(day).breaks()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anotherAmountThatIsFoundComesToAPersonAndTheHoldStays(TestDatabase test) {
        Shop shop = shop(test);
        List<LookupResult> results =
                List.of(new LookupResult.Authorised("ref", euros(99)), new LookupResult.Completed("ref", euros(101)));
        for (LookupResult result : results) {
            provider.then(ANSWER_LOST).thenFound(result);
            Settlement unknown = shop.settle("pay " + result, 100);
            resume(shop);

            assertThat(shop.useCases().settlements().get(unknown.id()).state())
                    .as("%s", result)
                    .isEqualTo(SettlementState.MANUAL_REVIEW);
        }
        assertThat(provider.count(Effect.CAPTURED)).isZero();
        assertMoney(shop, 800, 200, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsFoundDeclinedOrVoidedIsDeclinedAndTheHoldIsReleased(TestDatabase test) {
        Shop shop = shop(test);
        List<LookupResult> results =
                List.of(new LookupResult.Declined(DeclineReason.PROVIDER_REFUSED), new LookupResult.Voided());
        for (LookupResult result : results) {
            provider.then(NOT_DONE).thenFound(result);
            Settlement unknown = shop.settle("pay " + result, 100);
            resume(shop);

            Settlement declined = shop.useCases().settlements().get(unknown.id());
            assertThat(declined.state()).as("%s", result).isEqualTo(SettlementState.DECLINED);
            assertThat(declined.progress().decline()).contains(DeclineReason.PROVIDER_REFUSED);
        }
        assertMoney(shop, 1_000, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aVoidThatIsDeclinedIsDoneWhereNothingIsReservedAnyMore(TestDatabase test) {
        Shop shop = shop(test);
        List<LookupResult> results = List.of(
                new LookupResult.NotFound(),
                new LookupResult.Declined(DeclineReason.PROVIDER_REFUSED),
                new LookupResult.Voided());
        for (LookupResult result : results) {
            provider.then(WELL, DECLINED, DECLINED).thenFound(result);

            assertThat(shop.settle("pay " + result, 100).state())
                    .as("%s", result)
                    .isEqualTo(SettlementState.VOIDED);
        }
        assertMoney(shop, 1_000, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aVoidThatIsDeclinedIsTriedAgainWhileMoneyMayBeReserved(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(WELL, DECLINED, DECLINED).thenFound(new LookupResult.Authorised("ref", euros(300)));
        assertThat(shop.settle("pay", 300).state()).isEqualTo(SettlementState.VOIDING);
        assertMoney(shop, 700, 300, 0);

        provider.thenFound(new LookupResult.Unknown());
        resume(shop);
        assertThat(state(shop)).isEqualTo(SettlementState.VOIDING);
        assertMoney(shop, 700, 300, 0);

        provider.thenFound(new LookupResult.Voided());
        resume(shop);
        assertThat(state(shop)).isEqualTo(SettlementState.VOIDED);
        assertMoney(shop, 1_000, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aReversalOfAnotherAmountComesToAPersonAndTheHoldStays(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(WELL, DECLINED_BUT_DONE, WELL, WRONG_AMOUNT);

        assertThat(shop.settle("pay", 300).state()).isEqualTo(SettlementState.MANUAL_REVIEW);
        assertMoney(shop, 700, 300, 0);
    }

    /** The provider has moved it, so it is for a person to say where the money is. */
    @ParameterizedTest
    @MethodSource("databases")
    void whatThePayeeCannotReceiveComesToAPersonAndTheHoldStays(TestDatabase test) {
        Shop shop = shop(test);
        long almostAll = Long.MAX_VALUE - 999;
        shop.useCases().accounts().deposit(new DepositCommand(id("rich"), PAYEE_ACCOUNT, euros(almostAll)));

        assertThat(shop.settle("pay", 1_000).state()).isEqualTo(SettlementState.MANUAL_REVIEW);
        assertThat(provider.count(Effect.CAPTURED)).isEqualTo(1);
        assertMoney(shop, 0, 1_000, almostAll);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theLastRetryItselfLeavesItToAPerson(TestDatabase test) {
        Shop shop = shop(test);
        int retries = Shop.RETRY_POLICY.maxRetries();
        provider.then(NOT_DONE)
                .thenLookUps(Collections.nCopies(retries, NOT_DONE).toArray(Behaviour[]::new));
        shop.settle("pay", 300);
        for (int retry = 1; retry < retries; retry++) {
            resume(shop);
            assertThat(state(shop)).as("after retry %d", retry).isEqualTo(SettlementState.UNKNOWN);
        }

        resume(shop);

        assertThat(state(shop)).isEqualTo(SettlementState.MANUAL_REVIEW);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aLookUpThatFailsIsRepeatedLater(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(ANSWER_LOST).thenLookUps(ERROR_BUT_DONE);
        shop.settle("pay", 300);

        resume(shop);
        assertThat(state(shop)).isEqualTo(SettlementState.UNKNOWN);
        assertMoney(shop, 700, 300, 0);

        resume(shop);
        assertThat(state(shop)).isEqualTo(SettlementState.SETTLED);
        assertMoney(shop, 700, 0, 300);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsMissingInTheStoreIsNamed(TestDatabase test) {
        Shop shop = shop(test);
        Settlement settled = shop.settle("paid", 100);
        provider.then(NOT_DONE, NOT_DONE);
        shop.refund("back", settled.id(), 50);
        test.database().change(handle -> handle.execute("DELETE FROM refunds"));
        clock.advance(Duration.ofSeconds(30));
        assertThatIllegalStateException()
                .isThrownBy(() -> shop.useCases().recovery().runOnce())
                .withMessage("no refund under way");

        shop.settle("pay", 100);
        test.database().change(handle -> {
            handle.execute("DELETE FROM attempts");
            handle.execute("UPDATE settlements SET due_time = NULL WHERE state = 'REFUNDING'");
        });
        clock.advance(Duration.ofSeconds(30));
        assertThatIllegalStateException()
                .isThrownBy(() -> shop.useCases().recovery().runOnce())
                .withMessage("a submitted settlement has no attempt");
    }

    /** Somebody captured it there, by hand or by a rule of the provider, before its first answer arrived here. */
    @ParameterizedTest
    @MethodSource("databases")
    void theReferenceOfWhatIsFoundCompletedIsKept(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(NOT_DONE).thenFound(new LookupResult.Completed("their-number", euros(300)));
        shop.settle("pay", 300);

        resume(shop);

        assertThat(state(shop)).isEqualTo(SettlementState.SETTLED);
        assertMoney(shop, 700, 0, 300);
        assertThat(test.database()
                        .<String>read(handle -> handle.createQuery("SELECT provider_reference FROM attempts")
                                .mapTo(String.class)
                                .one()))
                .as("a refund needs it")
                .isEqualTo("their-number");
    }
}
