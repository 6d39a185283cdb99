package dev.stead.task.domain.eligibility;

import static dev.stead.task.domain.eligibility.Condition.Name.APPROVAL;
import static dev.stead.task.domain.eligibility.Condition.Name.BUDGET;
import static dev.stead.task.domain.eligibility.Condition.Name.CONSTRAINT;
import static dev.stead.task.domain.eligibility.Condition.Name.NOT_BEFORE;
import static dev.stead.task.domain.eligibility.Condition.Name.ORDER_KIND;
import static dev.stead.task.domain.eligibility.Condition.Name.PAYEE;
import static dev.stead.task.domain.eligibility.Condition.Name.PERIOD;

import dev.stead.task.domain.Money;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Constraint.AllowedMerchants;
import dev.stead.task.domain.mandate.Constraint.AllowedOrderKinds;
import dev.stead.task.domain.mandate.Constraint.ApprovalAbove;
import dev.stead.task.domain.mandate.Constraint.NotBefore;
import dev.stead.task.domain.mandate.Constraint.PeriodLimit;
import dev.stead.task.domain.mandate.Constraint.TotalLimit;
import dev.stead.task.domain.mandate.Constraint.Unknown;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.domain.task.Approval;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/** Does a constraint allow one more use now? */
final class ConstraintJudge {
    private ConstraintJudge() {}

    static Condition judge(Constraint constraint, EligibilityInput input, Instant now) {
        return switch (constraint) {
            case TotalLimit(Money limit) -> total(limit, input);
            case PeriodLimit limit -> period(limit, input, now);
            case AllowedMerchants(var merchantIds) ->
                condition(PAYEE, merchantIds.contains(input.order().key().merchantId()), "the merchant is allowed");
            case AllowedOrderKinds(var kinds) ->
                condition(ORDER_KIND, kinds.contains(input.order().kind()), "the kind of order is allowed");
            case ApprovalAbove(Money limit) -> approval(limit, input, now);
            case NotBefore(Instant time) -> {
                ZonedDateTime local =
                        time.atZone(input.task().mandate().window().zone());
                yield new Condition(
                        NOT_BEFORE, !now.isBefore(time), "not before " + local.truncatedTo(ChronoUnit.SECONDS));
            }
            case Unknown _ ->
                new Condition(CONSTRAINT, false, "the mandate has a constraint that this version does not know");
        };
    }

    private static Condition total(Money limit, EligibilityInput input) {
        boolean within = input.usage().leavesRoom(Instant.MIN, amountDue(input, limit), limit);
        return new Condition(
                BUDGET, within, within ? "within " + limit + " in all" : "it would be over " + limit + " in all");
    }

    private static Condition period(PeriodLimit limit, EligibilityInput input, Instant now) {
        Instant from = limit.period().startOf(now, limit.zone());
        Money most = limit.amount();
        boolean often = limit.uses() == 0 || input.usage().countFrom(from) < limit.uses();
        boolean much = most == null || input.usage().leavesRoom(from, amountDue(input, most), most);
        String of = " this " + limit.period().name().toLowerCase(java.util.Locale.ROOT);
        if (!often) {
            return new Condition(PERIOD, false, "used " + limit.uses() + " times" + of);
        }
        return new Condition(PERIOD, much, much ? "within the limits of" + of : "it would be over " + most + of);
    }

    /** Fails closed in another currency: it is within nothing, so it needs an approval of itself. */
    private static Condition approval(Money limit, EligibilityInput input, Instant now) {
        Money amount = amountDue(input, limit);
        if (amount.isWithin(limit)) {
            return new Condition(APPROVAL, true, "no approval needed up to " + limit);
        }
        Approval approval = input.usage().approval();
        boolean given = approval != null && approval.covers(amount, now);
        return new Condition(
                APPROVAL,
                given,
                given ? "approved on the delegate's phone" : "over " + limit + ": approve it on the delegate's phone");
    }

    /** Over the operator's limit; nothing to judge below it. */
    static Optional<Condition> judge(Policy policy, EligibilityInput input, Instant now) {
        Money amount = input.order().amount();
        Mandate mandate = input.task().mandate();
        if (amount == null || !policy.isOverLimit(mandate, amount)) {
            return Optional.empty();
        }
        Approval approval = input.usage().approval();
        if (!policy.needsPasskey(mandate, amount)) {
            boolean given = approval != null && approval.covers(amount, now);
            return Optional.of(new Condition(
                    APPROVAL,
                    given,
                    given
                            ? "approved on the delegate's phone"
                            : "over the operator's limit: approve it on the delegate's phone"));
        }
        boolean signed = approval != null && approval.coversWithPasskey(amount, now);
        return Optional.of(new Condition(
                APPROVAL,
                signed,
                signed
                        ? "approved with the delegate's passkey"
                        : "over the operator's limit: approve it with a passkey on the delegate's phone"));
    }

    /** Nothing, for an order without an amount. */
    private static Money amountDue(EligibilityInput input, Money like) {
        return Objects.requireNonNullElse(input.order().amount(), new Money(like.currencyCode(), 0));
    }

    private static Condition condition(Condition.Name name, boolean holds, String what) {
        return new Condition(name, holds, holds ? what : what.replace(" is ", " is not "));
    }
}
