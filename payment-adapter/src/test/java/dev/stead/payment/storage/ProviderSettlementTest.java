package dev.stead.payment.storage;

import static dev.stead.payment.testing.ScriptedProvider.Behaviour.ANSWER_LOST;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.DECLINED;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.DECLINED_BUT_DONE;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.ERROR_BUT_DONE;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.LATE;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.NOT_DONE;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.SLOW;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.TWICE;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.WELL;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.WRONG_AMOUNT;
import static dev.stead.payment.testing.Shop.PAYEE_ACCOUNT;
import static dev.stead.payment.testing.Shop.PAYER_ACCOUNT;
import static dev.stead.payment.testing.Shop.euros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.provider.LedgerProvider;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.ScriptedProvider;
import dev.stead.payment.testing.ScriptedProvider.Behaviour;
import dev.stead.payment.testing.ScriptedProvider.Effect;
import dev.stead.payment.testing.Shop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProviderSettlementTest {
    private final ScriptedProvider provider = new ScriptedProvider();
    private final ManualClock clock = new ManualClock();

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private Shop shop(TestDatabase test) {
        return Shop.over(test, provider, clock).open(1_000);
    }

    private static void assertMoney(Shop shop, long payer, long held, long payee) {
        assertThat(shop.account(PAYER_ACCOUNT).available()).isEqualTo(euros(payer));
        assertThat(shop.account(PAYER_ACCOUNT).held()).isEqualTo(euros(held));
        assertThat(shop.account(PAYEE_ACCOUNT).available()).isEqualTo(euros(payee));
        assertThat(shop.useCases().balanceCheck().check().findings()).isEmpty();
    }

    private static Settlement now(Shop shop, Settlement settlement) {
        return shop.useCases().settlements().get(settlement.id());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void providerThatAnswersWellMovesTheMoneyOnce(TestDatabase test) {
        Shop shop = shop(test);

        Settlement settled = shop.settle("pay", 300);

        assertThat(settled.state()).isEqualTo(SettlementState.SETTLED);
        assertThat(shop.settle("pay", 300)).isEqualTo(settled);
        assertThat(provider.journal())
                .extracting(ScriptedProvider.Line::effect)
                .containsExactly(Effect.AUTHORISED, Effect.CAPTURED);
        assertMoney(shop, 700, 0, 300);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void definiteDeclineReleasesTheHold(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(DECLINED);

        Settlement declined = shop.settle("pay", 300);

        assertThat(declined.state()).isEqualTo(SettlementState.DECLINED);
        assertThat(declined.progress().decline()).contains(DeclineReason.PROVIDER_REFUSED);
        assertMoney(shop, 1_000, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void emptyAccountIsDeclinedBeforeTheProviderIsCalled(TestDatabase test) {
        Shop shop = shop(test);

        assertThat(shop.settle("pay", 1_001).state()).isEqualTo(SettlementState.DECLINED);
        assertThat(provider.calls()).isZero();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void silenceIsNeitherSuccessNorFailureAndTheHoldStays(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(ANSWER_LOST);

        Settlement unknown = shop.settle("pay", 300);

        assertThat(unknown.state()).isEqualTo(SettlementState.UNKNOWN);
        assertThat(shop.settle("pay", 300)).isEqualTo(unknown);
        assertMoney(shop, 700, 300, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whateverTheProviderDoesNotAnswerIsLookedUpAndMovesOnce(TestDatabase test) {
        Shop shop = shop(test);
        Behaviour[][] scripts = {
            {ANSWER_LOST},
            {WELL, ANSWER_LOST},
            {ANSWER_LOST, ANSWER_LOST},
            {ERROR_BUT_DONE},
            {WELL, ERROR_BUT_DONE},
            {NOT_DONE},
            {NOT_DONE, NOT_DONE, NOT_DONE},
            {WELL, NOT_DONE},
            {LATE},
            {WELL, LATE},
            {TWICE, TWICE},
        };
        for (int i = 0; i < scripts.length; i++) {
            provider.then(scripts[i]);
            Settlement settlement = shop.settle("pay " + i, 10);
            shop.recover();
            provider.deliverLate();

            assertThat(now(shop, settlement).state()).as("script %d", i).isEqualTo(SettlementState.SETTLED);
            assertThat(provider.count(Effect.CAPTURED)).isEqualTo(i + 1);
            assertThat(provider.count(Effect.AUTHORISED)).isEqualTo(i + 1);
        }
        assertMoney(shop, 1_000 - 10L * scripts.length, 0, 10L * scripts.length);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void providerThatStaysSilentComesToAPerson(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(NOT_DONE).thenLookUps(Collections.nCopies(100, NOT_DONE).toArray(Behaviour[]::new));

        Settlement settlement = shop.settle("pay", 300);
        shop.recover();
        int calls = provider.calls();
        shop.recover();

        assertThat(now(shop, settlement).state()).isEqualTo(SettlementState.MANUAL_REVIEW);
        assertThat(provider.calls()).isEqualTo(calls).isEqualTo(1 + Shop.RETRY_POLICY.maxRetries());
        assertThat(shop.useCases().recovery().inReview()).isEqualTo(1);
        assertMoney(shop, 700, 300, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void recoveryAndSlowCallerTogetherMoveTheMoneyOnce(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(SLOW).whileSlow(() -> {
            clock.advance(Shop.RETRY_POLICY.lease());
            shop.useCases().recovery().runOnce();
        });

        Settlement settled = shop.settle("pay", 300);

        assertThat(settled.state()).isEqualTo(SettlementState.SETTLED);
        assertThat(provider.count(Effect.CAPTURED)).isEqualTo(1);
        assertMoney(shop, 700, 0, 300);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void ofTwoThatFindASettlementDueOneResumesIt(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(NOT_DONE).thenLookUps(NOT_DONE);
        shop.settle("pay", 300);
        clock.advance(Duration.ofSeconds(30));
        Settlement due = shop.useCases().recovery().due().getFirst();
        int calls = provider.calls();

        assertThat(shop.useCases().recovery().resume(due)).isTrue();
        assertThat(shop.useCases().recovery().resume(due)).isFalse();

        assertThat(provider.calls()).isEqualTo(calls + 1);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void wrongAmountComesToAPersonAndTheHoldStays(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(WRONG_AMOUNT);

        assertThat(shop.settle("pay", 300).state()).isEqualTo(SettlementState.MANUAL_REVIEW);
        provider.then(WELL, WRONG_AMOUNT);
        assertThat(shop.settle("pay more", 200).state()).isEqualTo(SettlementState.MANUAL_REVIEW);
        assertMoney(shop, 500, 500, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void captureThatIsDeclinedIsVoidedOnBothSides(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(WELL, DECLINED, ANSWER_LOST);

        Settlement voiding = shop.settle("pay", 300);
        shop.recover();

        assertThat(voiding.state()).isEqualTo(SettlementState.VOIDING);
        assertThat(now(shop, voiding).state()).isEqualTo(SettlementState.VOIDED);
        assertThat(provider.count(Effect.CANCELLED)).isEqualTo(1);
        assertMoney(shop, 1_000, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void lateCaptureIsReversed(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(WELL, DECLINED_BUT_DONE, WELL, ANSWER_LOST);

        Settlement reversing = shop.settle("pay", 300);
        shop.recover();

        assertThat(reversing.state()).isEqualTo(SettlementState.REVERSING);
        assertThat(now(shop, reversing).state()).isEqualTo(SettlementState.REVERSED);
        assertThat(provider.count(Effect.CAPTURED)).isEqualTo(1);
        assertThat(provider.count(Effect.REFUNDED)).isEqualTo(1);
        assertMoney(shop, 1_000, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void otherProviderDoesNotGuessWhatBecameOfAnAttempt(TestDatabase test) {
        Shop before = shop(test);
        provider.then(ANSWER_LOST);
        Settlement settlement = before.settle("pay", 300);

        Shop shop = Shop.over(
                new PaymentDatabase(test.database(), InstantSource.system()), new LedgerProvider(), clock, 43);
        shop.recover();

        assertThat(now(shop, settlement).state()).isEqualTo(SettlementState.MANUAL_REVIEW);
        assertMoney(shop, 700, 300, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void refundGoesThroughTheProviderOnceWhateverItAnswers(TestDatabase test) {
        Shop shop = shop(test);
        Settlement settled = shop.settle("pay", 300);
        Behaviour[][] scripts = {{WELL}, {ANSWER_LOST}, {NOT_DONE, NOT_DONE}, {ERROR_BUT_DONE}, {LATE}, {TWICE}};
        for (int i = 0; i < scripts.length; i++) {
            provider.then(scripts[i]);
            Settlement settlement = shop.refund("back " + i, settled.id(), 50);
            shop.recover();
            provider.deliverLate();

            assertThat(now(shop, settlement).progress().refunded()).isEqualTo(euros(50L * (i + 1)));
            assertThat(provider.count(Effect.REFUNDED)).isEqualTo(i + 1);
        }
        assertThat(now(shop, settled).state()).isEqualTo(SettlementState.REFUNDED);
        assertMoney(shop, 1_000, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void oneRefundAtATimeAndThePayeesMoneyWaits(TestDatabase test) {
        Shop shop = shop(test);
        Settlement settled = shop.settle("pay", 300);
        provider.then(NOT_DONE).thenLookUps(NOT_DONE);

        Settlement refunding = shop.refund("back", settled.id(), 100);

        assertThat(refunding.state()).isEqualTo(SettlementState.REFUNDING);
        assertThat(shop.refund("back", settled.id(), 100)).isEqualTo(refunding);
        assertThatExceptionOfType(PaymentException.class)
                .isThrownBy(() -> shop.refund("more", settled.id(), 1))
                .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(PaymentError.REFUND_UNDER_WAY));
        assertThat(shop.account(PAYEE_ACCOUNT).held()).isEqualTo(euros(100));
        assertMoney(shop, 700, 0, 200);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void refundThatTheProviderRefusesComesToAPerson(TestDatabase test) {
        Shop shop = shop(test);
        Settlement settled = shop.settle("pay", 300);
        provider.then(DECLINED);

        assertThat(shop.refund("back", settled.id(), 100).state()).isEqualTo(SettlementState.MANUAL_REVIEW);
        assertThat(shop.account(PAYEE_ACCOUNT).held()).isEqualTo(euros(100));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void watcherIsNotifiedOfEachChangeInOrder(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(ANSWER_LOST);
        Settlement settlement = shop.settle("pay", 300);
        var seen = new ArrayList<SettlementState>();
        try (var _ = shop.useCases().feed().watch(settlement.id(), change -> seen.add(change.state()))) {
            clock.advance(Duration.ofSeconds(30));
            shop.useCases().recovery().runOnce();
        }
        shop.refund("back", settlement.id(), 1);

        assertThat(seen).containsExactly(SettlementState.CAPTURING, SettlementState.SETTLED);
        assertThat(shop.useCases().feed().watched()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void onlyTheProviderThatHasTheMoneyRefundsIt(TestDatabase test) {
        Shop outside = shop(test);
        Shop inside = Shop.over(
                new PaymentDatabase(test.database(), InstantSource.system()), new LedgerProvider(), clock, 43);
        Settlement sent = outside.settle("pay", 300);
        Settlement kept = inside.settle("pay here", 300);

        for (ThrowingCallable refund : List.<ThrowingCallable>of(
                () -> inside.refund("back 1", sent.id(), 1), () -> outside.refund("back 2", kept.id(), 1))) {
            assertThatExceptionOfType(PaymentException.class)
                    .isThrownBy(refund)
                    .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(PaymentError.NOT_REFUNDABLE));
        }
        assertMoney(outside, 400, 0, 600);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void settlementThatFailsEachTimeComesToAPerson(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(NOT_DONE);
        Settlement settlement = shop.settle("pay", 300);
        test.database().change(handle -> handle.execute("DELETE FROM attempts"));

        for (int i = 0; i <= Shop.RETRY_POLICY.maxRetries(); i++) {
            clock.advance(Duration.ofMinutes(1));
            var _ = catchThrowable(() -> shop.useCases().recovery().runOnce());
        }

        assertThat(now(shop, settlement).state()).isEqualTo(SettlementState.MANUAL_REVIEW);
        assertMoney(shop, 700, 300, 0);
    }
}
