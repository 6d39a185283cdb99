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
import java.util.List;
import java.util.Set;
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
        Mandate mandate = Sample.payment(10).with(List.of(constraint));
        Task task = Task.propose(new TaskId("task-1"), Sample.proposal(mandate), NOW)
                .accept(NOW);
        var input = new EligibilityInput(task, Sample.order(Order.State.OPEN, null), usage);
        var terminal = new Terminal(new TerminalId("t-1"), Sample.SQUARE, null, null, Terminal.State.ACTIVE);
        return new Eligibility(new JtsFence())
                .judge(input, terminal, now).conditions().stream()
                        .filter(condition -> !condition.holds())
                        .map(condition -> condition.name().refusal())
                        .findFirst()
                        .orElse(null);
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
    void theOperatorsPolicyBecomesPartOfTheMandate() {
        var policy = new Policy(Duration.ofDays(1), List.of(euro(500), new Money("USD", 700)));
        assertThat(policy.applied(Sample.payment(1), NOW.minus(Duration.ofHours(1)), NOW)
                        .constraints())
                .containsExactly(
                        new Constraint.NotBefore(NOW.plus(Duration.ofHours(23))),
                        new Constraint.ApprovalAbove(euro(500)));
        assertThat(policy.applied(Sample.collection(), NOW.minus(Duration.ofDays(1)), NOW)
                        .constraints())
                .isEmpty();
    }
}
