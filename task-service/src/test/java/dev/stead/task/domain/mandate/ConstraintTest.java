package dev.stead.task.domain.mandate;

import static dev.stead.task.domain.Sample.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.Sample;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.eligibility.Condition;
import dev.stead.task.domain.eligibility.Eligibility;
import dev.stead.task.domain.eligibility.EligibilityInput;
import dev.stead.task.domain.eligibility.MandateUsage;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Approval;
import dev.stead.task.domain.task.Task;
import dev.stead.task.geo.JtsFence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each constraint alone, at its edges. The order is over 12.50 EUR, the limit a use 20 EUR. */
class ConstraintTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private static Money euro(long cents) {
        return new Money("EUR", cents);
    }

    private static MandateUsage spent(long... cents) {
        return new MandateUsage(
                java.util.Arrays.stream(cents)
                        .mapToObj(amount -> new MandateUsage.Use(NOW, euro(amount)))
                        .toList(),
                null);
    }

    private static @Nullable TaskError refusal(Constraint constraint, MandateUsage usage, Instant now) {
        return judged(constraint, usage, now).stream()
                .filter(condition -> !condition.holds())
                .map(condition -> condition.name().refusal())
                .findFirst()
                .orElse(null);
    }

    /** What the person reads about the constraint: its condition is the last. */
    private static String said(Constraint constraint, MandateUsage usage) {
        return judged(constraint, usage, NOW).getLast().explanation();
    }

    private static List<Condition> judged(Constraint constraint, MandateUsage usage, Instant now) {
        Mandate mandate = Sample.payment(10).with(List.of(constraint));
        Task task = Task.propose(new TaskId("task-1"), Sample.proposal(mandate), NOW)
                .accept(Sample.ENROLMENT, NOW);
        var input = new EligibilityInput(task, Sample.order(Order.State.OPEN, null), usage, null);
        var terminal = new Terminal(new TerminalId("t-1"), Sample.SQUARE, null, null, Terminal.State.ACTIVE);
        return new Eligibility(new JtsFence(), Policy.NONE)
                .judge(input, terminal, now)
                .conditions();
    }

    @Test
    void aBudgetIsUsedToItsLastCentAndNotBeyond() {
        var limit = new Constraint.TotalLimit(euro(5_000));
        assertThat(refusal(limit, spent(1_250, 2_500), NOW)).isNull();
        assertThat(refusal(limit, spent(1_250, 2_501), NOW)).isEqualTo(TaskError.BUDGET_EXHAUSTED);
        assertThat(refusal(limit, spent(Long.MAX_VALUE, Long.MAX_VALUE), NOW)).isEqualTo(TaskError.BUDGET_EXHAUSTED);
    }

    @Test
    void aPeriodBeginsAtMidnightInItsZone() {
        var limit = new Constraint.PeriodLimit(Period.DAY, PARIS, euro(2_000), 0);
        Instant midnight = Period.DAY.startOf(NOW, PARIS);
        MandateUsage today = new MandateUsage(List.of(new MandateUsage.Use(midnight, euro(1_000))), null);
        MandateUsage yesterday =
                new MandateUsage(List.of(new MandateUsage.Use(midnight.minusNanos(1_000), euro(1_000))), null);
        assertThat(refusal(limit, today, NOW)).isEqualTo(TaskError.PERIOD_LIMIT_REACHED);
        assertThat(refusal(limit, yesterday, NOW)).isNull();
    }

    @Test
    void periodsFollowTheCalendarAndDaylightSaving() {
        Instant dayAfterTheClocksChanged = Instant.parse("2026-03-29T12:00:00Z");
        assertThat(Period.DAY.startOf(dayAfterTheClocksChanged, PARIS)).isEqualTo("2026-03-28T23:00:00Z");
        assertThat(Period.WEEK.startOf(dayAfterTheClocksChanged, PARIS)).isEqualTo("2026-03-22T23:00:00Z");
        assertThat(Period.MONTH.startOf(dayAfterTheClocksChanged, PARIS)).isEqualTo("2026-02-28T23:00:00Z");
    }

    @Test
    void aPeriodCountsUses() {
        var limit = new Constraint.PeriodLimit(Period.WEEK, PARIS, null, 2);
        assertThat(refusal(limit, spent(1), NOW)).isNull();
        assertThat(refusal(limit, spent(1, 1), NOW)).isEqualTo(TaskError.PERIOD_LIMIT_REACHED);
    }

    @Test
    void onlyAllowedMerchantsAndKinds() {
        assertThat(refusal(
                        new Constraint.AllowedMerchants(Set.of(new MerchantId("bakery"), new MerchantId("x"))),
                        MandateUsage.NONE,
                        NOW))
                .isNull();
        assertThat(refusal(new Constraint.AllowedMerchants(Set.of(new MerchantId("butcher"))), MandateUsage.NONE, NOW))
                .isEqualTo(TaskError.MERCHANT_NOT_ALLOWED);
        assertThat(refusal(new Constraint.AllowedOrderKinds(Set.of("grocery")), MandateUsage.NONE, NOW))
                .as("an order without a kind")
                .isEqualTo(TaskError.ORDER_KIND_NOT_ALLOWED);
    }

    @Test
    void aNewDelegateWaits() {
        var wait = new Constraint.NotBefore(NOW.plusSeconds(60));
        assertThat(refusal(wait, MandateUsage.NONE, NOW.plusSeconds(59))).isEqualTo(TaskError.DELEGATE_COOLING_OFF);
        assertThat(refusal(wait, MandateUsage.NONE, NOW.plusSeconds(60))).isNull();
    }

    @Test
    void anApprovalIsForAnAmountAndForAWhile() {
        var limit = new Constraint.ApprovalAbove(euro(1_249));
        assertThat(refusal(new Constraint.ApprovalAbove(euro(1_250)), MandateUsage.NONE, NOW))
                .isNull();
        assertThat(refusal(limit, MandateUsage.NONE, NOW)).isEqualTo(TaskError.APPROVAL_REQUIRED);
        Instant until = NOW.plusSeconds(10);
        assertThat(refusal(limit, approved(1_250, true, until), NOW)).isNull();
        assertThat(refusal(limit, approved(1_250, false, until), NOW)).isEqualTo(TaskError.APPROVAL_REQUIRED);
        assertThat(refusal(limit, approved(1_249, true, until), NOW)).isEqualTo(TaskError.APPROVAL_REQUIRED);
        assertThat(refusal(limit, approved(1_250, true, until), until)).isEqualTo(TaskError.APPROVAL_REQUIRED);
    }

    private static MandateUsage approved(long cents, boolean granted, Instant until) {
        return new MandateUsage(List.of(), new Approval(new TaskId("task-1"), euro(cents), granted, until));
    }

    @Test
    void anUnknownConstraintNeverHolds() {
        assertThat(refusal(new Constraint.Unknown("moon full"), MandateUsage.NONE, NOW))
                .isEqualTo(TaskError.CONSTRAINT_UNKNOWN);
    }

    @Test
    void aConstraintInAnotherCurrencyBoundsNothingAndIsRefused() {
        assertThatThrownBy(() -> Sample.payment(1).with(List.of(new Constraint.TotalLimit(new Money("USD", 1)))))
                .isInstanceOfSatisfying(
                        TaskException.class,
                        refused -> assertThat(refused.error()).isEqualTo(TaskError.CONSTRAINT_INVALID));
        assertThatThrownBy(() -> Sample.collection().with(List.of(new Constraint.ApprovalAbove(euro(1)))))
                .isInstanceOf(TaskException.class);
    }

    @Test
    void everyConstraintTellsWhatHoldsAndWhatDoesNot() {
        var budget = new Constraint.TotalLimit(euro(5_000));
        assertThat(said(budget, spent(1_250))).isEqualTo("within 50.00 EUR in all");
        assertThat(said(budget, spent(5_000))).isEqualTo("it would be over 50.00 EUR in all");
        var week = new Constraint.PeriodLimit(Period.WEEK, PARIS, euro(5_000), 2);
        assertThat(said(week, spent(1_250))).isEqualTo("within the limits of this week");
        assertThat(said(week, spent(5_000))).isEqualTo("it would be over 50.00 EUR this week");
        assertThat(said(week, spent(1, 1))).isEqualTo("used 2 times this week");
        var bakery = new Constraint.AllowedMerchants(Set.of(new MerchantId("bakery")));
        assertThat(said(bakery, MandateUsage.NONE)).isEqualTo("the merchant is allowed");
        var grocery = new Constraint.AllowedOrderKinds(Set.of("grocery"));
        assertThat(said(grocery, MandateUsage.NONE)).isEqualTo("the kind of order is not allowed");
        assertThat(said(new Constraint.NotBefore(NOW.plusNanos(5)), MandateUsage.NONE))
                .startsWith("not before 2026-11-23T09:00Z");
        var approval = new Constraint.ApprovalAbove(euro(1_000));
        assertThat(said(new Constraint.ApprovalAbove(euro(1_250)), MandateUsage.NONE))
                .isEqualTo("no approval needed up to 12.50 EUR");
        assertThat(said(approval, MandateUsage.NONE)).isEqualTo("over 10.00 EUR: approve it on the delegate's phone");
        assertThat(said(approval, approved(1_250, true, NOW.plusSeconds(1))))
                .isEqualTo("approved on the delegate's phone");
    }

    /** A phone is asked only for what could be done otherwise, so the approval must come after all that may refuse. */
    @Test
    void theApprovalIsJudgedLastWhereverItStandsInTheMandate() {
        Mandate mandate = Sample.payment(1)
                .with(List.of(new Constraint.ApprovalAbove(euro(1)), new Constraint.TotalLimit(euro(1))));
        Task task = Sample.ready(mandate);
        var input = new EligibilityInput(task, Sample.order(Order.State.OPEN, null), MandateUsage.NONE, null);
        var terminal = new Terminal(new TerminalId("t-1"), Sample.SQUARE, null, null, Terminal.State.ACTIVE);
        assertThat(new Eligibility(new JtsFence(), Policy.NONE)
                        .judge(input, terminal, NOW)
                        .conditions())
                .filteredOn(condition -> !condition.holds())
                .extracting(Condition::name)
                .containsExactly(Condition.Name.BUDGET, Condition.Name.APPROVAL);
    }

    @Test
    void approvalIsNeededAboveItsLimitAndInAnotherCurrency() {
        Mandate free = Sample.payment(1);
        Mandate bound = free.with(List.of(new Constraint.TotalLimit(euro(1)), new Constraint.ApprovalAbove(euro(500))));
        assertThat(free.mayNeedApproval()).isFalse();
        assertThat(free.needsApproval(euro(501))).isFalse();
        assertThat(bound.mayNeedApproval()).isTrue();
        assertThat(bound.needsApproval(euro(500))).isFalse();
        assertThat(bound.needsApproval(euro(501))).isTrue();
        assertThat(bound.needsApproval(new Money("USD", 1))).isTrue();
    }

    @Test
    void usesAreLookedUpAsFarBackAsAConstraintLooks() {
        var day = new Constraint.PeriodLimit(Period.DAY, PARIS, null, 1);
        var month = new Constraint.PeriodLimit(Period.MONTH, PARIS, null, 1);
        var wait = new Constraint.NotBefore(NOW);
        assertThat(Sample.payment(1).with(List.of(wait)).usageFrom(NOW)).isEmpty();
        assertThat(Sample.payment(1).with(List.of(wait, day, month)).usageFrom(NOW))
                .contains(Instant.parse("2026-10-31T23:00:00Z"));
        assertThat(Sample.payment(1)
                        .with(List.of(month, new Constraint.TotalLimit(euro(1))))
                        .usageFrom(NOW))
                .contains(Instant.EPOCH);
    }

    @Test
    void aMandateTakesSixteenConstraintsAndTenPlaces() {
        assertThat(Sample.payment(1)
                        .with(Collections.nCopies(16, new Constraint.NotBefore(NOW)))
                        .constraints())
                .hasSize(16);
        assertThatThrownBy(() -> Sample.payment(1).with(Collections.nCopies(17, new Constraint.NotBefore(NOW))))
                .hasMessageContaining("at most 16 constraints, not 17");
        Place[] ten =
                Collections.nCopies(10, new Place.Circle(Sample.SQUARE, 1)).toArray(Place[]::new);
        assertThat(Sample.payment(Sample.window(), ten).places()).hasSize(10);
    }

    @Test
    void aConstraintThatBoundsNothingCannotBeBuilt() {
        invalid(() -> new Constraint.TotalLimit(euro(0)));
        invalid(() -> new Constraint.PeriodLimit(Period.DAY, PARIS, null, 0));
        invalid(() -> new Constraint.PeriodLimit(Period.DAY, PARIS, euro(0), 1));
        invalid(() -> new Constraint.PeriodLimit(Period.DAY, PARIS, null, -1));
        invalid(() -> new Constraint.PeriodLimit(Period.DAY, PARIS, null, 1_001));
        assertThat(new Constraint.PeriodLimit(Period.DAY, PARIS, euro(1), 1_000).uses())
                .isEqualTo(1_000);
        invalid(() -> new Constraint.AllowedMerchants(Set.of()));
        invalid(() -> new Constraint.AllowedOrderKinds(kinds(51)));
        assertThat(new Constraint.AllowedOrderKinds(kinds(50)).orderKinds()).hasSize(50);
        assertThatThrownBy(() -> new Constraint.AllowedOrderKinds(Set.of("a kind")))
                .isInstanceOf(TaskException.class);
    }

    private static Set<String> kinds(int count) {
        return IntStream.range(0, count).mapToObj(i -> "kind-" + i).collect(Collectors.toSet());
    }

    private static void invalid(ThrowingCallable making) {
        assertThatThrownBy(making)
                .isInstanceOfSatisfying(
                        TaskException.class,
                        refused -> assertThat(refused.error()).isEqualTo(TaskError.CONSTRAINT_INVALID));
    }

    /** An order without an amount is still done within the limits of the others. */
    @Test
    void usesWithoutMoneyCountAsUsesAndAddNothing() {
        var free = new MandateUsage(List.of(new MandateUsage.Use(NOW, null), new MandateUsage.Use(NOW, null)), null);
        assertThat(refusal(new Constraint.TotalLimit(euro(1_250)), free, NOW)).isNull();
        assertThat(refusal(new Constraint.PeriodLimit(Period.DAY, PARIS, null, 2), free, NOW))
                .isEqualTo(TaskError.PERIOD_LIMIT_REACHED);
        assertThat(refusal(new Constraint.PeriodLimit(Period.DAY, PARIS, euro(1_250), 0), free, NOW))
                .isNull();
    }

    @Test
    void aMandateDoesNotPrintItsNote() {
        Mandate mandate = Sample.payment(1);
        var noted = new Mandate(
                mandate.kind(),
                mandate.window(),
                mandate.places(),
                mandate.amountLimit(),
                1,
                "for my sister",
                List.of());
        assertThat(noted.toString()).contains("20.00 EUR").doesNotContain("sister");
    }

    @Test
    void theOperatorsPolicyBecomesPartOfTheMandate() {
        var policy = new Policy(Duration.ofDays(1), List.of(euro(500), new Money("USD", 700)), List.of());
        assertThat(policy.applied(Sample.payment(1), NOW.minus(Duration.ofHours(1)), NOW)
                        .constraints())
                .containsExactly(
                        new Constraint.NotBefore(NOW.plus(Duration.ofHours(23))),
                        new Constraint.ApprovalAbove(euro(500)));
        var otherFirst = new Policy(Duration.ZERO, List.of(new Money("USD", 700), euro(500)), List.of());
        assertThat(otherFirst.applied(Sample.payment(1), NOW, NOW).constraints())
                .containsExactly(new Constraint.ApprovalAbove(euro(500)));
        assertThat(policy.applied(Sample.collection(), NOW.minus(Duration.ofDays(1)), NOW)
                        .constraints())
                .isEmpty();
    }
}
