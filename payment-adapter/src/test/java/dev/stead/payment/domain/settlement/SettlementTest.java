package dev.stead.payment.domain.settlement;

import static dev.stead.payment.domain.settlement.SettlementState.AUTHORIZED;
import static dev.stead.payment.domain.settlement.SettlementState.CAPTURING;
import static dev.stead.payment.domain.settlement.SettlementState.DECLINED;
import static dev.stead.payment.domain.settlement.SettlementState.EXPIRED;
import static dev.stead.payment.domain.settlement.SettlementState.HELD;
import static dev.stead.payment.domain.settlement.SettlementState.MANUAL_REVIEW;
import static dev.stead.payment.domain.settlement.SettlementState.PARTIALLY_REFUNDED;
import static dev.stead.payment.domain.settlement.SettlementState.REFUNDED;
import static dev.stead.payment.domain.settlement.SettlementState.REFUNDING;
import static dev.stead.payment.domain.settlement.SettlementState.REVERSED;
import static dev.stead.payment.domain.settlement.SettlementState.SETTLED;
import static dev.stead.payment.domain.settlement.SettlementState.SUBMITTED;
import static dev.stead.payment.domain.settlement.SettlementState.VOIDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.provider.Attempt;
import dev.stead.payment.domain.provider.Provider;
import dev.stead.payment.domain.reconciliation.LedgerLine;
import dev.stead.payment.domain.reconciliation.SettlementWithRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettlementTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Money AMOUNT = new Money("EUR", 300);

    private static Settlement received() {
        var terms = new SettlementTerms(new AccountId("a"), new AccountId("b"), AMOUNT, "");
        return Settlement.received(new SettlementId("s"), new UUID(1, 2), terms, NOW);
    }

    private static Settlement settled() {
        return received()
                .transitionTo(HELD, NOW)
                .transitionTo(SUBMITTED, NOW)
                .transitionTo(AUTHORIZED, NOW)
                .transitionTo(CAPTURING, NOW)
                .transitionTo(SETTLED, NOW);
    }

    /** All states from which {@code state} can be reached. */
    private static Set<SettlementState> after(SettlementState state) {
        Set<SettlementState> reached = new HashSet<>();
        for (Set<SettlementState> found = state.next(); !found.isEmpty(); ) {
            Set<SettlementState> more = new HashSet<>();
            found.stream().filter(reached::add).forEach(next -> more.addAll(next.next()));
            found = more;
        }
        return reached;
    }

    @Test
    void everyChangeRaisesTheVersionByOne() {
        assertThat(received().version()).isEqualTo(1);
        assertThat(settled().version()).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource(SettlementState.class)
    void whatCannotFollowIsAnError(SettlementState next) {
        boolean isAllowed = received().state().next().contains(next);
        if (isAllowed) {
            assertThat(received().transitionTo(next, NOW).state()).isEqualTo(next);
        } else {
            assertThatExceptionOfType(IllegalTransitionException.class)
                    .isThrownBy(() -> received().transitionTo(next, NOW));
        }
    }

    @Test
    void onlyFinalStatesHaveNoSuccessor() {
        assertThat(Arrays.stream(SettlementState.values()).filter(SettlementState::isFinal))
                .containsExactlyInAnyOrder(DECLINED, VOIDED, REVERSED, EXPIRED, REFUNDED);
    }

    @Test
    void everyStateButTheFirstIsReachedAndEveryOneUnderWayCanComeToAReview() {
        Set<SettlementState> expected = EnumSet.allOf(SettlementState.class);
        expected.remove(SettlementState.RECEIVED);

        assertThat(after(SettlementState.RECEIVED)).isEqualTo(expected);
        assertThat(Arrays.stream(SettlementState.values())
                        .filter(SettlementState::isUnderWay)
                        .filter(state -> state != SettlementState.RECEIVED))
                .allMatch(state -> state.next().contains(MANUAL_REVIEW));
    }

    @Test
    void noStateComesBackButTheRepeatedRefund() {
        // A person may find that a refund in review was not done.
        Set<SettlementState> circle = EnumSet.of(REFUNDING, PARTIALLY_REFUNDED, MANUAL_REVIEW, SettlementState.SETTLED);
        // An unknown capture is authorised again by looking it up: the one other way round, and never past money that
        // moved.
        Set<SettlementState> lookUp = EnumSet.of(SettlementState.UNKNOWN, AUTHORIZED, CAPTURING);

        for (SettlementState state : SettlementState.values()) {
            boolean comesBack = after(state).contains(state);
            assertThat(comesBack).as(state.name()).isEqualTo(circle.contains(state) || lookUp.contains(state));
        }
    }

    @Test
    void refundsAddUpToTheWholeAndNoFurther() {
        Settlement part = settled().transitionTo(REFUNDING, NOW).refunded(new Money("EUR", 100), NOW);
        Settlement again = part.transitionTo(REFUNDING, NOW);

        assertThat(part.state()).isEqualTo(PARTIALLY_REFUNDED);
        assertThat(part.refundable()).isEqualTo(new Money("EUR", 200));
        assertThat(again.refunded(new Money("EUR", 200), NOW).state()).isEqualTo(REFUNDED);
        assertThatIllegalArgumentException().isThrownBy(() -> again.refunded(new Money("EUR", 201), NOW));
    }

    @Test
    void aLeaseHoldsUntilItsEndAndWaitingIsNone() {
        Settlement leased = received().leasedUntil(NOW.plusSeconds(10));

        assertThat(leased.isLeased(NOW.plusSeconds(10).minusNanos(1))).isTrue();
        assertThat(leased.isLeased(NOW.plusSeconds(10))).isFalse();
        assertThat(received().isLeased(NOW)).isFalse();
        assertThat(received().dueAt(NOW.plusSeconds(10)).isLeased(NOW)).isFalse();
        assertThat(received().dueAt(NOW).version()).isEqualTo(received().version());
        assertThat(leased.transitionTo(HELD, NOW).isLeased(NOW)).isFalse();
    }

    /** Retries are counted within one journey: those of the payment must not use up those of the refund. */
    @Test
    void aRefundHasRetriesOfItsOwn() {
        Settlement settled = settled();
        Settlement.Progress old = settled.progress();
        var tired = new Settlement(
                settled.id(),
                settled.requestId(),
                settled.terms(),
                new Settlement.Progress(
                        old.state(), old.decline(), old.refunded(), old.version(), NOW, 7, Optional.empty()),
                NOW);

        assertThat(tired.transitionTo(REFUNDING, NOW).progress().retries()).isZero();
        Settlement retried = new Settlement(
                settled.id(),
                settled.requestId(),
                settled.terms(),
                new Settlement.Progress(
                        AUTHORIZED, old.decline(), old.refunded(), old.version(), NOW, 7, Optional.empty()),
                NOW);
        assertThat(retried.transitionTo(CAPTURING, NOW).progress().retries()).isEqualTo(7);
    }

    @Test
    void recoveryDrivesOnWhatIsNeitherDoneNorInReviewNorSettled() {
        Set<SettlementState> resting =
                EnumSet.of(SETTLED, PARTIALLY_REFUNDED, MANUAL_REVIEW, DECLINED, VOIDED, REVERSED, REFUNDED, EXPIRED);

        for (SettlementState state : SettlementState.values()) {
            assertThat(state.isUnderWay()).as(state.name()).isEqualTo(!resting.contains(state));
            assertThat(state.isRefundable())
                    .as(state.name())
                    .isEqualTo(state == SETTLED || state == PARTIALLY_REFUNDED);
        }
    }

    @Test
    void aDeclineKeepsItsReason() {
        assertThat(received()
                        .declined(DeclineReason.INSUFFICIENT_FUNDS, NOW)
                        .progress()
                        .decline())
                .contains(DeclineReason.INSUFFICIENT_FUNDS);
    }

    /** The daily comparison finds the settlement of a late refund by this key. */
    @Test
    void aReversalKeyLeadsBackToItsAttempt() {
        Attempt attempt = Attempt.first(received(), "stripe", Optional.empty(), NOW);

        assertThat(attempt.number()).isEqualTo(1);
        assertThat(attempt.key()).isEqualTo("s-1");
        assertThat(attempt.reversalKey()).isEqualTo("s-1-reversal");
        assertThat(Attempt.withoutReversal(attempt.reversalKey())).isEqualTo("s-1");
        assertThat(Attempt.withoutReversal("s-1")).isEqualTo("s-1");
        assertThat(attempt.withReference("pi_1").instruction(received()))
                .isEqualTo(new Provider.Instruction("s-1", AMOUNT, Optional.empty(), Optional.of("pi_1")));
    }

    @Test
    void aRefundIsFoundByTheKeyThatTheProviderKeeps() {
        UUID request = new UUID(3, 4);
        var refund = new Refund(request, new SettlementId("s"), AMOUNT, NOW);

        assertThat(refund.key()).isEqualTo("refund-" + request);
        assertThat(Refund.requestOf(refund.key())).contains(request);
        assertThat(Refund.requestOf("s-1-reversal")).isEmpty();
        assertThat(new LedgerLine.ProviderAttemptKey("stripe", "s-1").reversalKey())
                .isEqualTo("s-1-reversal");
    }

    /** A settlement whose journal was edited moves something else than what its payer's terminal asked for. */
    @Test
    void aSettlementIsComparedWithWhatWasAskedFor() {
        var asked = new SettleCommand(new UUID(1, 2), new Owner.Person("ada"), new Owner.Merchant("m"), AMOUNT, "");
        var dearer = new SettleCommand(
                new UUID(1, 2), new Owner.Person("ada"), new Owner.Merchant("m"), new Money("EUR", 301), "");
        var id = new SettlementId("s");

        assertThat(new SettlementWithRequest(id, Optional.of(asked), Optional.of(asked.fingerprint())).matchesRequest())
                .isTrue();
        assertThat(new SettlementWithRequest(id, Optional.of(dearer), Optional.of(asked.fingerprint()))
                        .matchesRequest())
                .isFalse();
        assertThat(new SettlementWithRequest(id, Optional.of(asked), Optional.empty()).matchesRequest())
                .isFalse();
        assertThat(new SettlementWithRequest(id, Optional.empty(), Optional.empty()).matchesRequest())
                .as("neither is known")
                .isFalse();
    }

    @Test
    void payerAndPayeeAreTwoAndReferencesAreShortLines() {
        AccountId a = new AccountId("a");
        AccountId b = new AccountId("b");
        refused(PaymentError.PAYER_IS_PAYEE, () -> new SettlementTerms(a, a, AMOUNT, ""));
        refused(PaymentError.AMOUNT_INVALID, () -> new SettlementTerms(a, b, Money.zero("EUR"), ""));
        refused(PaymentError.REFERENCE_INVALID, () -> new SettlementTerms(a, b, AMOUNT, "x".repeat(65)));
        refused(PaymentError.REFERENCE_INVALID, () -> new SettlementTerms(a, b, AMOUNT, "a\nb"));
        assertThat(new SettlementTerms(a, b, AMOUNT, "x".repeat(64)).reference())
                .hasSize(64);

        var ada = new Owner.Person("ada");
        UUID request = new UUID(1, 2);
        refused(PaymentError.PAYER_IS_PAYEE, () -> new SettleCommand(request, ada, ada, AMOUNT, ""));
        refused(
                PaymentError.AMOUNT_INVALID,
                () -> new SettleCommand(request, ada, new Owner.Merchant("m"), Money.zero("EUR"), ""));
        refused(
                PaymentError.REFERENCE_INVALID,
                () -> new SettleCommand(request, ada, new Owner.Merchant("m"), AMOUNT, "x".repeat(65)));
        refused(
                PaymentError.AMOUNT_INVALID,
                () -> new RefundCommand(request, new SettlementId("s"), Money.zero("EUR")));
    }

    private static void refused(PaymentError error, ThrowingCallable making) {
        assertThatExceptionOfType(PaymentException.class)
                .isThrownBy(making)
                .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(error));
    }
}
