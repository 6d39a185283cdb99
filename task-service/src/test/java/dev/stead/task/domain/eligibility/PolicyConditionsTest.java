package dev.stead.task.domain.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.task.domain.AssertionId;
import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PasskeyId;
import dev.stead.task.domain.Sample;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.mandate.ApprovalMethod;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Approval;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.domain.task.Task;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the operator's policy and the assertion add to the conditions of a task. */
class PolicyConditionsTest {
    private static final Money PRICE = Sample.PRICE;
    private static final Money LESS = new Money(PRICE.currencyCode(), PRICE.minorUnits() - 1);
    private static final Task READY = Sample.ready(Sample.payment(1));
    private static final Fence NOWHERE = new Fence() {
        @Override
        public boolean isSimple(Place.Polygon polygon) {
            return true;
        }

        @Override
        public double metersOutside(Place.Polygon polygon, LatLng point) {
            return 0;
        }
    };

    private static Policy needing(int padBand) {
        return new Policy(
                Duration.ZERO, List.of(), ApprovalMethod.PASSKEY, List.of(new Policy.PadAbove(LESS, padBand)));
    }

    private static Policy approvedBy(ApprovalMethod method) {
        return new Policy(Duration.ZERO, List.of(LESS), method, List.of());
    }

    private static Assertion seen(Assertion.Capture capture, EnrolmentGeneration enrolment) {
        return new Assertion(
                new AssertionId("a-1"),
                Sample.BOB,
                capture,
                enrolment,
                Sample.NOW,
                Sample.NOW.plusSeconds(60),
                "a.b.c");
    }

    private static Assertion atTerminal(int padBand) {
        return seen(new Assertion.Capture.AtTerminal(new TerminalId("t-1"), padBand), Sample.ENROLMENT);
    }

    private static Verdict judge(Policy policy, MandateUsage usage, @Nullable Assertion delegate) {
        return new Eligibility(NOWHERE, policy)
                .judge(
                        new EligibilityInput(READY, Sample.order(Order.State.OPEN, null), usage, delegate),
                        Sample.terminal(Terminal.State.ACTIVE),
                        Sample.NOW);
    }

    private static Optional<Condition> condition(Verdict verdict, Condition.Name name) {
        return verdict.conditions().stream()
                .filter(condition -> condition.name() == name)
                .findFirst();
    }

    private static Condition pad(int needed, @Nullable Assertion delegate) {
        return condition(judge(needing(needed), MandateUsage.NONE, delegate), Condition.Name.PAD)
                .orElseThrow();
    }

    @Test
    void overTheLimitTheTerminalMustHaveSeenEnough() {
        assertThat(pad(50, atTerminal(50)).holds()).isTrue();
        assertThat(pad(50, atTerminal(50)).explanation()).contains("a PAD score of 50 is needed");
        assertThat(pad(50, atTerminal(49)).holds()).isFalse();
        assertThat(pad(50, atTerminal(49)).explanation()).contains("identify them again, a little longer");
    }

    @Test
    void whoeverDoesNotStandThereYetMayStillBeSeen() {
        assertThat(pad(50, null).holds()).isTrue();
        assertThat(pad(50, seen(new Assertion.Capture.OnPhone(), Sample.ENROLMENT))
                        .holds())
                .isFalse();
    }

    @Test
    void withoutARuleNothingIsSaidOfTheScore() {
        assertThat(condition(judge(Policy.NONE, MandateUsage.NONE, atTerminal(0)), Condition.Name.PAD))
                .isEmpty();
    }

    @Test
    void aTaskThatWasAcceptedInAnotherEnrolmentIsNotDone() {
        Assertion other =
                seen(new Assertion.Capture.AtTerminal(new TerminalId("t-1"), 0), new EnrolmentGeneration("e-other"));
        Condition refused = condition(judge(Policy.NONE, MandateUsage.NONE, other), Condition.Name.ENROLMENT)
                .orElseThrow();
        assertThat(refused.holds()).isFalse();
        assertThat(refused.explanation()).contains("not accepted since the delegate was enrolled");
        Condition same = condition(judge(Policy.NONE, MandateUsage.NONE, atTerminal(0)), Condition.Name.ENROLMENT)
                .orElseThrow();
        assertThat(same.holds()).isTrue();
        assertThat(same.explanation()).isEqualTo("accepted in the delegate's enrolment");
        Task proposed = Sample.proposed(Sample.payment(1));
        var never = new EligibilityInput(proposed, Sample.order(Order.State.OPEN, null), MandateUsage.NONE, null);
        assertThat(condition(
                                new Eligibility(NOWHERE, Policy.NONE)
                                        .judge(never, Sample.terminal(Terminal.State.ACTIVE), Sample.NOW),
                                Condition.Name.ENROLMENT)
                        .orElseThrow()
                        .holds())
                .isFalse();
    }

    private static boolean approved(Policy policy, @Nullable PasskeyId passkey) {
        var approval = new Approval(READY.id(), PRICE, true, passkey, Sample.NOW.plusSeconds(60));
        return condition(judge(policy, new MandateUsage(List.of(), approval), null), Condition.Name.APPROVAL)
                .orElseThrow()
                .holds();
    }

    @Test
    void overTheOperatorsLimitOnlyWhatItAsksForApproves() {
        Policy passkeys = approvedBy(ApprovalMethod.PASSKEY);
        assertThat(approved(passkeys, null)).isFalse();
        assertThat(approved(passkeys, new PasskeyId("pk-1"))).isTrue();
        assertThat(approved(approvedBy(ApprovalMethod.VERIFICATION), null)).isTrue();
        Verdict none = judge(passkeys, MandateUsage.NONE, null);
        assertThat(condition(none, Condition.Name.APPROVAL).orElseThrow().holds())
                .isFalse();
        assertThat(none.conditions())
                .as("the approval last")
                .isSortedAccordingTo(Comparator.comparing(Condition::name));
        assertThat(none.conditions().getLast().name()).isEqualTo(Condition.Name.APPROVAL);
    }

    @Test
    void itSaysWhetherAnApprovalMayBeNeeded() {
        assertThat(new Eligibility(NOWHERE, approvedBy(ApprovalMethod.PASSKEY)).mayNeedApproval(Sample.payment(1)))
                .isTrue();
        assertThat(new Eligibility(NOWHERE, Policy.NONE).mayNeedApproval(Sample.payment(1)))
                .isFalse();
    }
}
