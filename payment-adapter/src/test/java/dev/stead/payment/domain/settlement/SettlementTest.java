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

import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.AccountId;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
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
}
